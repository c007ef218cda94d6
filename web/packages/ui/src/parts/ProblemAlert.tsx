import { Alert, Button } from '@mantine/core';
import { Problem } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { IconAlertTriangle, IconArrowsSplit2 } from '@tabler/icons-react';

type Words = (key: string) => string;

/** A failure in the reader's words: the server's own where it gave some. */
export function problemText(error: unknown, t: Words): { title: string; detail: string } {
  if (error instanceof Problem && error.status === 0) return { title: t('problem.unreachable'), detail: t('problem.unreachableDetail') };
  if (error instanceof Problem && error.code !== 'unknown')
    return { title: error.title || t('problem.unknown'), detail: error.detail ?? '' };
  return { title: t('problem.unknown'), detail: t('problem.unknownDetail') };
}

/** What went wrong, which fields it is about, the reference to quote, and a way to try again. */
export function ProblemAlert({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('ui');
  if (!error) return null;
  const { title, detail } = problemText(error, t);
  const problem = error instanceof Problem ? error : undefined;
  if (problem?.replaceable)
    return (
      <Alert color="yamabuki" variant="light" icon={<IconArrowsSplit2 size={18} />} title={t('conflict.title')} role="alert" data-testid="conflict">
        {t('conflict.again')}
      </Alert>
    );
  return (
    <Alert color="akane" variant="light" icon={<IconAlertTriangle size={18} />} title={title} role="alert" data-testid="problem">
      {detail && <p>{detail}</p>}
      {problem && problem.faults.length > 0 && (
        <ul>
          {problem.faults.map(fault => (
            <li key={`${fault.at}${fault.code}`}>{fault.detail}</li>
          ))}
        </ul>
      )}
      {problem?.trace && (
        <p className="meta ink3">
          {t('trace')} <code>{problem.trace}</code>
        </p>
      )}
      {onRetry && (
        <Button variant="default" mt="xs" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </Alert>
  );
}
