import { keys, workspaceExtendWrapup, type DeskWrapup } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Remaining, useFailureNotice, useTick } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconClipboardText } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Caller } from '../caller';
import styles from './Noren.module.css';

/** Wrap-up: the noren is taken in. How long is left, of how much, and a little more when it is needed. */
export function WrapBar({ wrapup }: { wrapup: DeskWrapup }) {
  const { t } = useTranslation('desk');
  const format = useFormat();
  const cache = useQueryClient();
  const now = useTick(1000);
  const overdue = wrapup.state === 'overdue';
  const spent = Math.min(1, (now - Date.parse(wrapup.opened)) / (Date.parse(wrapup.due) - Date.parse(wrapup.opened)));
  const extend = useMutation({
    mutationFn: () => workspaceExtendWrapup({ path: { wrapup: wrapup.id } }),
    onError: useFailureNotice(),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.desk }),
  });
  const length = [t('wrap.talk', { span: format.clock(wrapup.talk_seconds) }), wrapup.held_seconds > 0 && t('wrap.held', { span: format.clock(wrapup.held_seconds) })];
  return (
    <section className={styles.wrap} data-overdue={overdue || undefined} aria-label={t('wrap.bar')}>
      <IconClipboardText size={20} stroke={1.7} aria-hidden />
      <div className="grow">
        <div className="clip">
          <span className="body b6">{t(overdue ? 'wrap.overdue' : 'wrap.title')}</span>{' '}
          <span className="ink2">
            <Caller pop={wrapup.pop} /> · {length.filter(Boolean).join(' · ')}
          </span>
        </div>
        <div className={styles.meter} aria-hidden>
          <span style={{ width: `${String(spent * 100)}%` }} />
        </div>
      </div>
      <div className={styles.time}>
        <div className={styles.timer}>
          <Remaining until={wrapup.due} testId="wrapup-timer" />
        </div>
        <div className="meta ink2">{overdue ? t('wrap.owed') : t('wrap.goal', { span: format.clock(wrapup.rule.seconds) })}</div>
      </div>
      {!overdue && wrapup.rule.extensions_left > 0 && (
        <Button variant="default" loading={extend.isPending} onClick={() => { extend.mutate(); }} data-testid="wrapup-extend">
          {t('wrap.extend')}
        </Button>
      )}
    </section>
  );
}
