import { Card, CardBody, CardTitle, CodeBlock, CodeBlockCode } from '@patternfly/react-core';
import { formatBytes } from '../../format/quantity';
import { useI18n } from '../../i18n/I18n';
import type { ConfigMap } from '../configMaps';

export function ConfigMapData({ object: map }: { object: ConfigMap }) {
  const { t } = useI18n();
  const texts = Object.entries(map.data ?? {});
  const binaries = Object.entries(map.binaryData ?? {});
  return (
    <Card>
      <CardTitle component="h2">{t('detail.data')}</CardTitle>
      <CardBody className="gantry-stack">
        {texts.length + binaries.length === 0 && t('detail.none')}
        {texts.map(([key, text]) => (
          <div key={key}>
            <h3 className="gantry-key">{key}</h3>
            <CodeBlock>
              <CodeBlockCode>{text}</CodeBlockCode>
            </CodeBlock>
          </div>
        ))}
        {binaries.map(([key, base64]) => (
          <div key={key}>
            <h3 className="gantry-key">{key}</h3>
            {t('detail.binary')}, {formatBytes((base64.length * 3) / 4)}
          </div>
        ))}
      </CardBody>
    </Card>
  );
}
