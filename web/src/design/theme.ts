import { theme as antd, type ThemeConfig } from 'antd';

/** Every colour and measure of the page starts here; CSS reads them as `var(--ant-…)`. */
const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace';

const SHARED = {
  fontFamily: FONT,
  fontFamilyCode: MONO,
  borderRadius: 6,
  borderRadiusLG: 8,
  wireframe: false,
};

const LIGHT = {
  ...SHARED,
  colorPrimary: '#1f54d1',
  colorInfo: '#1f54d1',
  colorLink: '#1f54d1',
  colorSuccess: '#17803d',
  colorWarning: '#d48806',
  colorError: '#c62828',
  colorTextBase: '#16202e',
  colorTextSecondary: '#4b5768',
  colorTextTertiary: '#667085',
  colorTextPlaceholder: '#5f6877',
  colorBgLayout: '#f4f6f9',
  colorBorder: '#cfd6e0',
  colorBorderSecondary: '#e6eaf0',
};

const DARK = {
  ...SHARED,
  colorPrimary: '#3d6ce6',
  colorInfo: '#3d6ce6',
  colorLink: '#9db9ff',
  colorBgBase: '#12161d',
  colorBgLayout: '#0c0f14',
  colorBgContainer: '#151a22',
  colorBgElevated: '#1c222c',
  colorTextBase: '#e8ecf2',
  colorTextSecondary: '#aeb7c4',
  colorTextTertiary: '#929cab',
  colorTextPlaceholder: '#8a94a3',
  colorBorder: '#39424f',
  colorBorderSecondary: '#262d38',
};

/** On a phone everything that is touched is as high as a thumb needs. */
const TOUCH = { controlHeight: 40, controlHeightSM: 32, controlHeightLG: 44 };

export function themeConfig(dark: boolean, touch: boolean): ThemeConfig {
  return {
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    cssVar: { key: 'keshu' },
    hashed: false,
    token: { ...(dark ? DARK : LIGHT), ...(touch ? TOUCH : {}) },
    components: {
      Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
      Table: {
        headerBg: dark ? '#1b212b' : '#f7f8fa',
        headerSplitColor: 'transparent',
        rowSelectedHoverBg: dark ? '#24335a' : '#e0ecff',
        bodySortBg: dark ? '#151a22' : '#ffffff',
        cellPaddingBlockMD: 10,
        cellPaddingInlineMD: 12,
      },
      Menu: {
        ...(dark ? { itemSelectedColor: '#b3c8ff', itemSelectedBg: '#1f2b48' } : {}),
        itemBorderRadius: 6,
        itemMarginInline: 8,
        itemHeight: touch ? 44 : 36,
        activeBarBorderWidth: 0,
        subMenuItemBg: 'transparent',
      },
      Tabs: { horizontalItemGutter: 24, ...(dark ? { itemSelectedColor: '#9db9ff', inkBarColor: '#9db9ff' } : {}) },
    },
  };
}
