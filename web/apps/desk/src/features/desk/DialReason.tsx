import type { Dial } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';

export type OverrideReason = NonNullable<Dial['override']>;

const REASONS: readonly OverrideReason[] = ['customer_asked', 'urgent', 'line_broke', 'other'];

interface Props {
  /** What stands against the call. */
  why: readonly string[];
  onChoose: (reason: OverrideReason) => void;
}

/** Somebody's wish stands against a call: an agent makes it all the same by saying why, which is written down. */
export function DialReason({ why, onChoose }: Props) {
  const { t } = useTranslation('desk');
  return (
    <div className="col" role="group" aria-label={t('dial.override.title')} data-testid="dial-override">
      {why.map(each => <p key={each}>{each}</p>)}
      <p className="meta ink3">{t('dial.override.title')}</p>
      <div className="row wrap">
        {REASONS.map(reason => (
          <Button key={reason} size="xs" variant="default" onClick={() => { onChoose(reason); }} data-testid={`dial-override-${reason}`}>
            {t(`dial.override.${reason}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
