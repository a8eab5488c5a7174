/** A label selector of a workload. */
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}

export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** The selector as the API's `labelSelector` parameter writes it; a plain map selects by equality. */
export function selectorText(selector: Selector | Readonly<Record<string, string>> | undefined): string {
  if (!selector) {
    return '';
  }
  const structured = isStructured(selector) ? selector : { matchLabels: selector };
  const equalities = Object.entries(structured.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [...equalities, ...(structured.matchExpressions ?? []).map(requirementText)].join(',');
}

function isStructured(selector: Selector | Readonly<Record<string, string>>): selector is Selector {
  return typeof selector.matchLabels === 'object' || Array.isArray(selector.matchExpressions);
}

function requirementText({ key, operator, values = [] }: Requirement): string {
  switch (operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}
