/** What one run of a case used. JSON. */
export interface MeasuredRun {
  /** From the process's start to its end. */
  readonly seconds: number;
  readonly rows: number;
  /** Of the measured process, in user and system mode, start-up included. */
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
  /** Of the servers meanwhile. */
  readonly elasticsearchCpuSeconds: number;
  readonly s3CpuSeconds: number;
  /** CPUs that anything else on the machine kept busy meanwhile, on average. */
  readonly otherCpus: number;
  /** Of the stored file as it is. */
  readonly fileBytes: number | null;
}
