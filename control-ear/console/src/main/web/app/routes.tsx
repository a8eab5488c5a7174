import { useParams } from 'react-router';
import { ObjectPage } from '../detail/ObjectPage';
import { kindOfPlural } from '../kinds/all';
import { ListPage } from '../list/ListPage';
import { NO_NAMESPACE } from '../ui/links';
import { NotFoundPage } from './NotFoundPage';

export function ListRoute() {
  const kind = kindOfPlural(useParams().plural);
  return kind ? <ListPage key={kind.resource.plural} kind={kind} /> : <NotFoundPage />;
}

export function ObjectRoute() {
  const { plural, namespace, name, tab } = useParams();
  const kind = kindOfPlural(plural);
  if (!kind || !name) {
    return <NotFoundPage />;
  }
  const scope = namespace === NO_NAMESPACE ? undefined : namespace;
  return <ObjectPage key={`${plural}/${namespace}/${name}`} kind={kind} namespace={scope} name={name} tab={tab} />;
}
