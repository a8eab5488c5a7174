/** Longer lines than this many characters end the stream: no object of the API is that large. */
export const MAX_LINE = 32 * 1024 * 1024;

export class LineTooLongError extends Error {
  constructor(maxLine: number) {
    super(`a line is longer than ${maxLine} characters`);
    this.name = 'LineTooLongError';
  }
}

/** The complete lines of a streamed text, as groups that arrived together; a last line without an end is given at the end. */
export async function* lineGroups(
  stream: ReadableStream<Uint8Array>,
  maxLine: number = MAX_LINE,
): AsyncGenerator<string[], void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      const pieces = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = pieces.pop() ?? '';
      if (rest.length > maxLine) {
        throw new LineTooLongError(maxLine);
      }
      if (pieces.length > 0) {
        yield pieces;
      }
    }
    rest += decoder.decode();
    if (rest !== '') {
      yield [rest];
    }
  } finally {
    await reader.cancel().catch(() => undefined); // already ended, by the server or the reader's own signal
  }
}
