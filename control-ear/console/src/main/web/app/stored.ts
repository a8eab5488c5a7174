/** A choice kept in the browser; only the known values count. */
export interface Stored<T extends string> {
  read(): T | undefined;
  write(value: T): void;
}

export function stored<T extends string>(storage: () => Storage, key: string, values: readonly T[]): Stored<T> {
  return {
    read: () => values.find((value) => value === storage().getItem(key)),
    write: (value) => storage().setItem(key, value),
  };
}
