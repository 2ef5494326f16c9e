/** The part of AWS Lambda's context that the handlers use; `Context` of `@types/aws-lambda` fits. */
export interface LambdaContext {
  /** Until Lambda ends the invocation. */
  getRemainingTimeInMillis(): number;
}
