import { keys, workspaceEndForHarassment, workspaceShowEndingScript, type EndingScript } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button, Drawer, Radio, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPhoneOff, IconShieldExclamation } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** Nobody has to bear everything (カスハラ): what to say, why the call ends, and the recording kept as evidence. */
export function Ending({ interaction }: { interaction: string }) {
  const { t } = useTranslation('desk');
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconShieldExclamation size={16} />} onClick={open} data-testid="ending-open">
        {t('ending.title')}
      </Button>
      <Drawer opened={opened} onClose={close} title={t('ending.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        {opened && <Script interaction={interaction} onDone={close} />}
      </Drawer>
    </>
  );
}

function Script({ interaction, onDone }: { interaction: string; onDone: () => void }) {
  const script = useQuery({ queryKey: ['ending-script'], queryFn: ({ signal }) => workspaceShowEndingScript({ signal }), staleTime: 300_000 });
  if (script.error) return <ProblemAlert error={script.error} onRetry={() => void script.refetch()} />;
  return script.data ? <Steps interaction={interaction} script={script.data} onDone={onDone} /> : <SkeletonLines lines={6} />;
}

function Steps({ interaction, script, onDone }: { interaction: string; script: EndingScript; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const ja = useLocale() === 'ja';
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const end = useMutation({
    mutationFn: () => workspaceEndForHarassment({ path: { interaction }, body: { reason, note, hang_up: true } }),
    onSuccess: () => {
      onDone();
      return cache.invalidateQueries({ queryKey: keys.desk });
    },
  });
  return (
    <div className="col" style={{ gap: 'var(--md-s4)' }}>
      <ol className="col" data-testid="ending-steps">
        {script.steps.map(step => (
          <li key={step.name_en}>
            <h3 className="b6">{ja ? step.name_ja : step.name_en}</h3>
            <p className="read">{ja ? step.text_ja : step.text_en}</p>
          </li>
        ))}
      </ol>
      <Radio.Group label={t('ending.reason')} value={reason} onChange={setReason}>
        <div className="col">
          {script.reasons.map(each => (
            <Radio key={each.code} value={each.code} label={ja ? each.name_ja : each.name_en} data-testid={`ending-reason-${each.code}`} />
          ))}
        </div>
      </Radio.Group>
      <Textarea label={t('ending.note')} autosize minRows={3} value={note} onChange={event => { setNote(event.currentTarget.value); }} data-testid="ending-note" />
      <p className="meta ink3">{t('ending.kept')}</p>
      <ProblemAlert error={end.error} />
      <Button color="akane" leftSection={<IconPhoneOff size={16} />} disabled={!reason} loading={end.isPending} onClick={() => { end.mutate(); }} data-testid="ending-submit">
        {t('ending.submit')}
      </Button>
    </div>
  );
}
