import { createTheme, Menu, Popover, Select, Tooltip } from '@mantine/core';

/** Colours, fonts and radii live in theme.css. Nothing slides or fades: what is asked for is there. */
export const theme = createTheme({
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Menu: Menu.extend({ defaultProps: { transitionProps: { duration: 0 }, withinPortal: true, withInitialFocusPlaceholder: false } }), // its empty first child is no menu item, so screen readers would miscount
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 0 } } }),
    Select: Select.extend({ defaultProps: { comboboxProps: { transitionProps: { duration: 0 } } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } }),
  },
});
