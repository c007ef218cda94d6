import {
  createTheme,
  defaultVariantColorsResolver,
  rem,
  type CSSVariablesResolver,
  type VariantColorsResolver,
} from '@mantine/core';
import { ai, akane, dark, fixed, light, night, sumi, tokiwa, yamabuki, type Scheme } from './tokens';

const schemeVariables = (scheme: Scheme): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(scheme).map(([name, value]) => [`--md-${name}`, value])),
  '--mantine-color-body': scheme['surface']!,
  '--mantine-color-text': scheme['ink']!,
  '--mantine-color-dimmed': scheme['ink-3']!,
  '--mantine-color-default-border': scheme['line-strong']!,
  '--mantine-color-placeholder': scheme['ink-3']!,
  '--mantine-color-error': scheme['bad-ink']!,
  '--mantine-color-default-hover': scheme['hover']!,
  '--mantine-color-anchor': scheme['ai-ink']!,
  '--mantine-color-default': scheme['raised']!,
  '--mantine-color-default-color': scheme['ink']!,
});

/** Emits every token as a CSS variable: `--md-s4` space, `--md-t-ui` type, `--md-r-md` radius, `--md-ink` colour… */
export const cssVariables: CSSVariablesResolver = () => {
  const variables: Record<string, string> = { '--md-font': fixed.font, '--md-mono': fixed.mono };
  for (const [name, px] of Object.entries(fixed.space)) variables[`--md-s${name}`] = rem(px);
  for (const [name, px] of Object.entries(fixed.radius)) variables[`--md-r-${name}`] = rem(px);
  for (const [name, [size, , , weight]] of Object.entries(fixed.type)) {
    variables[`--md-t-${name}`] = rem(size);
    variables[`--md-w-${name}`] = String(weight);
  }
  for (const [name, value] of Object.entries(fixed.layout)) variables[`--md-l-${name}`] = typeof value === 'number' ? rem(value) : value;
  for (const [name, value] of Object.entries(fixed.motion)) variables[`--md-m-${name}`] = value;
  return { variables, light: schemeVariables(light), dark: schemeVariables(night) };
};

/** Accent variants read the scheme's own tokens: Mantine's autoContrast looks at the light shade only and fails AA in dark. */
const variantColorResolver: VariantColorsResolver = input => {
  const base = defaultVariantColorsResolver(input);
  if (input.color && input.color !== 'ai') return base;
  const border = '1px solid transparent';
  if (input.variant === 'filled') return { ...base, background: 'var(--md-ai)', hover: 'var(--md-ai-hover)', color: 'var(--md-ink-on)', border };
  if (input.variant === 'light') return { ...base, background: 'var(--md-ai-mid)', hover: 'var(--md-ai-line)', color: 'var(--md-ai-ink)', border };
  return base;
};

export const theme = createTheme({
  variantColorResolver,
  colors: { ai, gray: sumi, dark, tokiwa, yamabuki, akane, green: tokiwa, yellow: yamabuki, red: akane, blue: ai },
  primaryColor: 'ai',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  black: light.ink,
  white: '#FFFFFF',
  fontFamily: fixed.font,
  fontFamilyMonospace: fixed.mono,
  headings: { fontFamily: fixed.font, fontWeight: '600' },
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.6', xl: '1.7' },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(16) },
  defaultRadius: 'sm',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'xs', fw: 500 },
      styles: { root: { fontSize: rem(13), height: 'var(--md-button, 2rem)', paddingInline: rem(12) }, label: { overflow: 'visible' } },
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: rem(32) } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: {
      defaultProps: { size: 'xs', iconColor: 'var(--md-ink-on)' },
      styles: { label: { fontSize: 'var(--md-t-ui)' }, description: { marginTop: 0, fontSize: 'var(--md-t-meta)' } },
    },
    InputDescription: { styles: { description: { fontSize: 'var(--md-t-meta)' } } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    Modal: { defaultProps: { radius: 'lg', shadow: 'none', transitionProps: { duration: 0 } } },
    Drawer: {
      // A dialog's heading is not the page's banner.
      defaultProps: { position: 'right', transitionProps: { duration: 0 }, attributes: { header: { role: 'presentation' } } },
      styles: { title: { fontSize: 'var(--md-t-title)', fontWeight: 600 } },
    },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 90 } } },
    Notification: { styles: { description: { color: 'var(--md-ink-2)' } } },
    Tooltip: { defaultProps: { openDelay: 300 } },
  },
});
