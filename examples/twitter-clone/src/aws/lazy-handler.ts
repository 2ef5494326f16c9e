/** What the Lambda runtime calls. */
export type LambdaHandler<Event, Context, Answer> = (event: Event, context: Context) => Promise<Answer>;

/**
 * A handler that is made when the first event comes, and kept for as long as the container lives. When it can't be made (a
 * missing variable, a secret that can't be read) that event fails with the reason, and the next one tries again.
 */
export function lazyHandler<Event, Context, Answer>(
  create: () => Promise<LambdaHandler<Event, Context, Answer>>,
): LambdaHandler<Event, Context, Answer> {
  let making: Promise<LambdaHandler<Event, Context, Answer>> | undefined;

  return async (event, context) => {
    making ??= create();
    const handle = await making.catch((error: unknown) => {
      making = undefined;
      throw error;
    });
    return handle(event, context);
  };
}
