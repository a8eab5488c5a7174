import { selectorText, type Selector } from '../api/selector';
import { LabelList } from './LabelList';

export function SelectorText({ selector }: { selector?: Selector | Readonly<Record<string, string>> }) {
  const text = selectorText(selector);
  return <LabelList labels={text === '' ? [] : text.split(/,(?![^(]*\))/)} />;
}
