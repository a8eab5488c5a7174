import { Button, Switch, Toolbar, ToolbarContent, ToolbarItem } from '@patternfly/react-core';
import CopyIcon from '@patternfly/react-icons/dist/esm/icons/copy-icon';
import DownloadIcon from '@patternfly/react-icons/dist/esm/icons/download-icon';
import { useMemo, useState } from 'react';
import type { KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import type { ListedKind } from '../kinds/all';
import { download } from '../ui/download';
import { yamlOf } from './yaml';
import { YamlView } from './YamlView';

export function YamlTab({ kind, object }: { kind: ListedKind; object: KubeObject }) {
  const { t } = useI18n();
  const [isCopied, setCopied] = useState(false);
  const [hasManagedFields, setManagedFields] = useState(false);
  const text = useMemo(() => yamlOf(kind.resource, object, hasManagedFields), [kind, object, hasManagedFields]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <Toolbar inset={{ default: 'insetNone' }}>
        <ToolbarContent>
          <ToolbarItem>
            <Button variant="secondary" icon={<CopyIcon />} onClick={() => void copy()}>
              {t(isCopied ? 'yaml.copied' : 'yaml.copy')}
            </Button>
          </ToolbarItem>
          <ToolbarItem>
            <Button
              variant="secondary"
              icon={<DownloadIcon />}
              onClick={() => download(`${object.metadata.name}.yaml`, text)}
            >
              {t('yaml.download')}
            </Button>
          </ToolbarItem>
          <ToolbarItem alignSelf="center">
            <Switch
              id="managed-fields"
              label={t('yaml.managedFields')}
              isChecked={hasManagedFields}
              onChange={(_event, isChecked) => setManagedFields(isChecked)}
            />
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <YamlView text={text} />
    </>
  );
}
