/** Bodies of responses that are being sent. */
export interface ResponseBodies {
  /**
   * Puts a guard around a response's body. When the body fails while it is being sent, `onFailure` has to cut the
   * connection: an orderly end would make a short file look whole.
   */
  guard(response: Response, onFailure: (error: unknown) => void): Response;
  /** Ends every stream of server-sent events, which would go on for hours. The client connects anew, elsewhere. */
  endEventStreams(): void;
}

export function createResponseBodies(): ResponseBodies {
  const eventStreams = new Set<() => void>();

  return {
    guard(response, onFailure) {
      if (response.body === null) return response;
      const reader = response.body.getReader();
      const isEventStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      let end = (): void => undefined;
      const body = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            end = () => {
              eventStreams.delete(end);
              controller.close();
              void reader.cancel().catch(() => undefined);
            };
            if (isEventStream) eventStreams.add(end);
          },
          async pull(controller) {
            const chunk = await reader.read().catch((error: unknown) => {
              onFailure(error);
              return endOfBody;
            });
            if (isEventStream && !eventStreams.has(end)) return;
            if (chunk.done) {
              eventStreams.delete(end);
              controller.close();
            } else {
              controller.enqueue(chunk.value);
            }
          },
          cancel(reason) {
            eventStreams.delete(end);
            return reader.cancel(reason);
          },
        },
        { highWaterMark: 0 },
      );
      return new Response(body, response);
    },
    endEventStreams() {
      for (const end of eventStreams) end();
    },
  };
}

const endOfBody = { done: true, value: undefined } as const;
