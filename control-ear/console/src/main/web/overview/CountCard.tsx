import { Card, CardBody, CardTitle, Skeleton } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { KubeObject } from '../api/object';
import { messageOf } from '../api/status';
import { useI18n } from '../i18n/I18n';
import type { Kind } from '../kinds/kind';
import type { LiveList } from '../live/useLiveList';
import { listAddress } from '../ui/links';
import { StatusText } from '../ui/StatusText';

interface CountCardProps<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly list: LiveList<T>;
  readonly isGood: boolean;
  readonly text: ReactNode;
}

/** How many objects of a kind there are, and how they are. */
export function CountCard<T extends KubeObject>({ kind, list, isGood, text }: CountCardProps<T>) {
  const { t } = useI18n();
  return (
    <Card isFullHeight>
      <CardTitle component="h2">
        <Link to={listAddress(kind.resource.plural)}>{t(kind.plural)}</Link>
      </CardTitle>
      <CardBody>
        {list.phase === 'refused' && <span title={messageOf(list.error)}>{t('overview.noData')}</span>}
        {list.phase === 'loading' && <Skeleton screenreaderText={t('list.loading')} height="3rem" />}
        {(list.phase === 'live' || list.phase === 'stale') && (
          <>
            <div className="gantry-figure">{list.objects.length}</div>
            <StatusText severity={isGood ? 'success' : 'warning'}>{text}</StatusText>
          </>
        )}
      </CardBody>
    </Card>
  );
}
