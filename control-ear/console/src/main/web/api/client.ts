import { ApiError } from './status';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Query;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** Calls the API of the server that served this page. The token travels in a header only, never in an address. */
export class ApiClient {
  constructor(
    private readonly token: string | null,
    private readonly onUnauthorized: () => void = () => undefined,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async json<T>(path: string, call: Call = {}): Promise<T> {
    const response = await this.send(path, call);
    return (await response.json()) as T;
  }

  /** The body as it comes; ends when the server or the signal ends it. */
  async stream(path: string, call: Call = {}): Promise<ReadableStream<Uint8Array>> {
    const response = await this.send(path, call);
    if (!response.body) {
      throw new ApiError(response.status, '', 'empty response');
    }
    return response.body;
  }

  private async send(path: string, call: Call): Promise<Response> {
    const response = await this.fetcher(path + queryText(call.query), {
      method: call.method ?? 'GET',
      headers: this.headers(call),
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: call.signal,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
    });
    if (response.ok) {
      return response;
    }
    if (response.status === 401) {
      this.onUnauthorized();
    }
    throw await ApiError.ofResponse(response);
  }

  private headers(call: Call): Record<string, string> {
    return {
      Accept: 'application/json',
      ...(this.token === null ? {} : { Authorization: `Bearer ${this.token}` }),
      ...(call.body === undefined ? {} : { 'Content-Type': call.contentType ?? 'application/json' }),
    };
  }
}

function queryText(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
