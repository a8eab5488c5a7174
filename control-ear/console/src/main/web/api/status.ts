/** The Status object with which the API answers a failure. */
export interface Status {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
}

/** A refusal or failure in the API's own words. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  static ofStatus(status: Status, code = status.code ?? 500): ApiError {
    return new ApiError(status.code ?? code, status.reason ?? '', status.message ?? `HTTP ${code}`);
  }

  static async ofResponse(response: Response): Promise<ApiError> {
    const text = await response.text().catch(() => '');
    try {
      const body = JSON.parse(text) as Status;
      if (body.kind === 'Status') {
        return ApiError.ofStatus(body, response.status);
      }
    } catch {
      // not the API's own answer: a proxy's, or an empty one
    }
    return new ApiError(response.status, '', `HTTP ${response.status} ${response.statusText}`.trim());
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The history that was asked for is no longer kept. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 410 || error.reason === 'Expired' || error.reason === 'Gone');
}

/** Asking again gives the same answer until somebody changes rights or resources. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && [401, 403, 404, 405].includes(error.code);
}
