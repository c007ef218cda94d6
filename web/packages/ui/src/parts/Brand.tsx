import { useComputedColorScheme } from '@mantine/core';
import markDark from '../brand/mark-dark.svg';
import mark from '../brand/mark.svg';
import wordmarkDark from '../brand/wordmark-dark.svg';
import wordmark from '../brand/wordmark.svg';

export function Mark({ size = 32 }: { size?: number }) {
  const scheme = useComputedColorScheme('light');
  return <img src={scheme === 'dark' ? markDark : mark} width={size} height={size} alt="Madoguchi" />;
}

export function Wordmark({ height = 34 }: { height?: number }) {
  const scheme = useComputedColorScheme('light');
  return <img src={scheme === 'dark' ? wordmarkDark : wordmark} height={height} alt="Madoguchi 窓口" />;
}
