import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';

/** How the project is compiled: which Motoko, and what an upgrade does with main memory. */
export function Settings() {
  const language = useApp((state) => state.project?.language);
  const persistence = useApp((state) => state.project?.persistence);
  const enhanced = useApp((state) => state.enhanced);
  const actions = useActions();
  if (language === undefined || persistence === undefined) return null;
  return (
    <div className="settings">
      <Tip text={t`Today’s Motoko keeps every variable that is not transient. In older tutorials only “stable” variables are kept.`}>
        <select
          className="compact"
          aria-label={t`Language`}
          value={language}
          onChange={(event) => actions.setLanguage(event.target.value === 'legacy' ? 'legacy' : 'persistent')}
        >
          <option value="persistent">{t`Motoko of today`}</option>
          <option value="legacy">{t`Motoko of older tutorials`}</option>
        </select>
      </Tip>
      <Tip text={enhanced.available ? t`What an upgrade does with main memory` : enhanced.reason}>
        <select
          className="compact"
          aria-label={t`Persistence`}
          value={persistence}
          onChange={(event) => actions.setPersistence(event.target.value === 'classical' ? 'classical' : 'enhanced')}
        >
          <option value="enhanced" disabled={!enhanced.available}>
            {t`Enhanced persistence`}
          </option>
          <option value="classical">{t`Classical persistence`}</option>
        </select>
      </Tip>
      {!enhanced.available && <span className="faint settings-note">{enhanced.reason}</span>}
    </div>
  );
}
