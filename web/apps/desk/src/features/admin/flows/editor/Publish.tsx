import { ifMatch, keys, workflowsPublishFlow, type Flow } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { ProblemAlert } from '@madoguchi/ui';
import { Button, Modal, Popover, Textarea, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import side from './Side.module.css';
import { stepOf } from './graph';
import { useEditor } from './useEditor';
import { useWords, type Things } from './useNames';

/** What the check found, in a word; pressed, sentence by sentence, each leading to its step. */
export function Findings({ things }: { things: Things }) {
  const { t } = useTranslation('flows');
  const { checked } = useEditor();
  const [opened, setOpened] = useState(false);
  if (!checked) return null;
  const errors = checked.faults.filter(({ severity }) => severity === 'error').length;
  if (checked.faults.length === 0)
    return (
      <span className={side.fine} data-testid="flow-findings" data-faults="0">
        <IconCircleCheck size={16} aria-hidden /> {t('faults.none')}
      </span>
    );
  return (
    <Popover opened={opened} onChange={setOpened} width={420} position="bottom-end" shadow="md" withArrow>
      <Popover.Target>
        <UnstyledButton className={side.findings} data-severity={errors > 0 ? 'error' : 'warning'} onClick={() => { setOpened(!opened); }} data-testid="flow-findings" data-faults={checked.faults.length}>
          <IconAlertTriangle size={16} aria-hidden /> {t('faults.count', { count: checked.faults.length })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <FaultList things={things} onPick={() => { setOpened(false); }} />
      </Popover.Dropdown>
    </Popover>
  );
}

function FaultList({ things, onPick }: { things: Things; onPick: () => void }) {
  const { t } = useTranslation('flows');
  const ja = useLocale() === 'ja';
  const { checked, graph, select } = useEditor();
  const words = useWords(things);
  return (
    <ul className={side.faultList}>
      {checked?.faults.map(fault => {
        const step = stepOf(graph, fault.step);
        const said = ja ? fault.said.ja : fault.said.en;
        return (
          <li key={`${fault.step} ${fault.code} ${fault.exit}`} data-severity={fault.severity} data-testid="flow-fault">
            {step ? (
              <UnstyledButton onClick={() => { select(step.id); onPick(); }}>
                <span className="meta ink2">{`${words.kind(step)}${t('colon')}${words.name(step)}`}</span>
                <span>{said}</span>
              </UnstyledButton>
            ) : (
              said
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Lets calls take the draft from now on, or says why not yet. */
export function Publish({ things, save, onPublished }: { things: Things; save: () => Promise<Flow>; onPublished: (flow: Flow) => void }) {
  const { t } = useTranslation('flows');
  const { flow, checked } = useEditor();
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const cache = useQueryClient();
  const publish = useMutation({
    mutationFn: async () => {
      const kept = await save();
      return workflowsPublishFlow({ path: { flow_id: flow.id }, body: { note }, headers: ifMatch(kept.version) });
    },
    onSuccess: done => {
      setOpened(false);
      setNote('');
      onPublished(done);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.flowVersions(flow.id) }),
  });
  const fine = checked?.publishable ?? false;
  return (
    <>
      <Button leftSection={<IconUpload size={16} />} onClick={() => { publish.reset(); setOpened(true); }} data-testid="flow-publish">
        {t('publish.act')}
      </Button>
      <Modal opened={opened} onClose={() => { setOpened(false); }} title={t(fine ? 'publish.title' : 'publish.refused')} closeButtonProps={{ 'aria-label': t('publish.close') }}>
        <div className="col" data-testid="flow-publish-dialog">
          {fine ? (
            <>
              <p>{t('publish.about', { number: (flow.published ?? 0) + 1 })}</p>
              <Textarea label={t('publish.note')} placeholder={t('publish.noteHint')} autosize minRows={2} maxLength={500} value={note} onChange={event => { setNote(event.currentTarget.value); }} data-testid="flow-publish-note" />
              <ProblemAlert error={publish.error} />
              <div className="row end">
                <Button variant="default" onClick={() => { setOpened(false); }}>{t('ui:cancel')}</Button>
                <Button loading={publish.isPending} onClick={() => { publish.mutate(); }} data-testid="flow-publish-confirm">{t('publish.act')}</Button>
              </div>
            </>
          ) : (
            <>
              <p>{t('publish.mend')}</p>
              <FaultList things={things} onPick={() => { setOpened(false); }} />
            </>
          )}
        </div>
      </Modal>
    </>
  );
}
