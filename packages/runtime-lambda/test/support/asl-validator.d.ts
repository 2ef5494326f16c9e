declare module 'asl-validator' {
  interface Validation {
    readonly isValid: boolean;
    readonly errors: readonly object[];
  }

  /** Validates a state machine in Amazon States Language. */
  function validate(definition: object): Validation;
  export default validate;
}
