import { ActionIcon, Button, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconBrightness, IconDeviceDesktop, IconKeyboard, IconLanguage, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meQuery, useSignOut } from '../api/session.ts';
import { changeLanguage, isLanguage, LANGUAGES } from '../i18n/i18n.ts';
import { openKeyHelp } from '../keyboard/key-help.tsx';
import icon from './icon.svg';
import css from './top-bar.module.css';

export function TopBar() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const guest = pathname === '/sign-in' || pathname.startsWith('/result/');
  const { data: me } = useQuery({ ...meQuery, enabled: !guest });

  return (
    <header className={css.bar}>
      <Link to="/" className={css.brand} aria-label="Touchstone"><img src={icon} alt="" width={22} height={22} /><span>Touchstone</span></Link>
      <nav className={css.nav} aria-label={t('shell.nav')}>
        {me && !guest && <Link to="/" className={css.link} activeOptions={{ exact: true }}>{t('shell.scans')}</Link>}
        {me && !guest && <Link to="/library" className={css.link}>{t('shell.library')}</Link>}
        {me && !guest && <Link to="/registry" className={css.link}>{t('shell.registry')}</Link>}
        {me && !guest && <Link to="/matches" className={css.link}>{t('shell.matches')}</Link>}
        {me && !guest && <Link to="/crawls" className={css.link}>{t('shell.crawls')}</Link>}
        {me && !guest && <Link to="/search" className={css.link}>{t('shell.search')}</Link>}
        {me && !guest && <Link to="/documents" className={css.link}>{t('shell.documents')}</Link>}
        {me && !guest && <Link to="/verify" className={css.link}>{t('shell.verify')}</Link>}
        {me && !guest && <Link to="/leaks" className={css.link}>{t('shell.leaks')}</Link>}
        {me && !guest && <a href="/docs" className={css.link}>{t('shell.docs')}</a>}
      </nav>
      <Tooltip label={t('shell.keys')}>
        <ActionIcon className={css.wide} variant="subtle" color="gray" size="lg" aria-label={t('shell.keys')} onClick={openKeyHelp}><IconKeyboard size={20} stroke={1.6} /></ActionIcon>
      </Tooltip>
      <LanguageMenu />
      <SchemeMenu />
      {me && !guest && <UserMenu name={me.name} />}
    </header>
  );
}

function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const current = isLanguage(i18n.language) ? i18n.language : 'en';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md" leftSection={<IconLanguage size={18} stroke={1.6} />} ><span className="visually-hidden">{t('shell.language')}: </span>{current.toUpperCase()}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(LANGUAGES)).filter(isLanguage).map((language) => (
          <Menu.Item key={language} lang={language} aria-current={language === current} onClick={() => void changeLanguage(language)}>{LANGUAGES[language]}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEMES = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

function SchemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.scheme')}><IconBrightness size={20} stroke={1.6} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['auto', 'light', 'dark'] as const).map((scheme) => {
          const Icon = SCHEMES[scheme];
          return <Menu.Item key={scheme} aria-current={scheme === colorScheme} leftSection={<Icon size={16} />} onClick={() => setColorScheme(scheme)}>{t(`shell.schemes.${scheme}`)}</Menu.Item>;
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function UserMenu({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md" leftSection={<IconUser size={18} stroke={1.6} />} ><span className="visually-hidden">{t('shell.user')}: </span><span className={css.user}>{name}</span></Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account">{t('shell.account')}</Menu.Item>
        <Menu.Item onClick={() => signOut.mutate(undefined, { onSettled: () => void navigate({ to: '/sign-in' }) })}>{t('shell.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
