import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';
import { IconCheck, IconCloudOff, IconDevices } from '@tabler/icons-react';
import type { Draft } from './drafts';

/** Where what I typed is right now: on the server since, still only here, or against another device's words. */
export function Saved({ draft: { saving, settle } }: { draft: Pick<Draft<object>, 'saving' | 'settle'> }) {
  const { t } = useTranslation('desk');
  const format = useFormat();
  const { state } = saving;
  if (state === 'clean') return null;
  if (state === 'conflict')
    return (
      <span className="row meta warn" role="alert" data-testid="draft-state" data-state={state}>
        <IconDevices size={14} aria-hidden />
        {t('draft.conflict')}
        <Button variant="default" onClick={() => { settle('mine'); }}>{t('draft.mine')}</Button>
        <Button variant="default" onClick={() => { settle('theirs'); }}>{t('draft.theirs')}</Button>
      </span>
    );
  return (
    <span className={`row meta ${state === 'saved' ? 'ok' : state === 'kept' ? 'warn' : 'ink3'}`} role="status" data-testid="draft-state" data-state={state}>
      {state === 'saved' && <IconCheck size={14} aria-hidden />}
      {state === 'kept' && <IconCloudOff size={14} aria-hidden />}
      <span className="tn">{saving.state === 'saved' ? t('draft.saved', { time: format.timeWithSeconds(saving.at) }) : t(state === 'kept' ? 'draft.kept' : 'draft.saving')}</span>
    </span>
  );
}
