import { describe, expect, it } from 'vitest';
import { FakePage, MAIN_ID } from './testing.ts';

async function deployed(): Promise<FakePage> {
  const page = new FakePage();
  await page.type('dfx deploy');
  page.log.length = 0;
  return page;
}

/** A line, its exit code, and what it prints. */
const BEFORE: readonly (readonly [string, number, RegExp])[] = [
  ['dfx --version', 0, /^dfx 0\.\d+\.0/],
  ['dfx canister id main', 255, /^Error: Cannot find canister id\. Please issue 'dfx canister create main'\.$/],
  ['dfx canister id nobody', 255, /Canister 'nobody' not found in dfx\.json\.\nTo fix: The canisters of this project are ledger, main\./],
  ['dfx canister create main', 0, new RegExp(`^main canister created with canister id: ${MAIN_ID}$`)],
  ['dfx canister create --all && dfx canister create main', 0, /main canister was already created and has canister id/],
  ['dfx canister create --all; dfx build', 0, /Finished building canisters\.$/],
  ['dfx build', 255, /Please issue 'dfx canister create/],
  ['dfx deploy', 0, /^Deploying all canisters\.\nCreating canisters\.\.\.\n[\s\S]*Installed code for canister main, with canister ID bkyz2[\s\S]*Deployed canisters\.$/],
  ['dfx deploy main', 0, /^Deploying: ledger main/],
  ['dfx deploy ledger', 0, /^Deploying: ledger\n(?![\s\S]*canister main)/],
  ['icp deploy', 0, /^Creating canisters:\nCreated canister ledger with ID [\s\S]*Installing canisters:\n {2}ledger: installed\n {2}main: installed$/],
  ['icp canister status main', 1, /could not find ID for canister 'main'/],
  ['dfx deploy --identity bob', 255, /Canisters of this page are created by alice/],
  ['dfx deploy --argument \'("Ann")\'', 2, /can only be set when deploying a single canister/],
  ['dfx start --clean --background', 0, /Running dfx start for version/],
  ['dfx ping', 0, /"replica_health_status": "healthy"/],
  ['dfx ping ic', 255, /Network ic is not here\./],
  ['dfx deploy --network ic', 255, /^Error: Network ic is not here\. The Internet Computer’s mainnet/],
  ['dfx deploy --playground', 255, /Network playground is not here/],
  ['icp deploy -e ic', 1, /Network ic is not here/],
  ['dfx canister --network ic call main get', 255, /Network ic is not here/],
  ['dfx stop && dfx canister status main', 255, /Error: You are trying to connect to the local replica but dfx cannot connect to it\.\nTo fix: Target a different network or run 'dfx start'/],
  ['dfx identity list', 0, /^alice \*\nbob$/],
  ['dfx identity use bob && dfx identity whoami', 0, /^Using identity: "bob"\.\nbob$/],
  ['dfx identity use eve', 255, /Identity eve does not exist/],
  ['dfx identity get-principal --identity bob', 0, /^bob-id$/],
  ['icp identity default bob && icp identity list', 0, / {2}alice alice-id\n\* bob {3}bob-id/],
  ['dfx ledger balance', 255, /^dfx ledger is not here\. There are no tokens/],
  ['icp token balance', 1, /^icp token is not here/],
  ['dfx canister sign main get', 255, /^dfx canister sign is not here/],
  ['dfx canster id main', 2, /unrecognized subcommand 'canster'\n\n {2}tip: a similar subcommand exists: 'canister'/],
  ['dfx canister', 2, /^Usage: dfx canister <COMMAND>\n\nCommands:\n[\s\S]*call {2,}Calls a method/],
  ['dfx canister call --help', 0, /Usage: dfx canister call \[OPTIONS\] <CANISTER> <METHOD> \[ARGUMENT\][\s\S]*--output <OUTPUT>/],
  ['help icp canister snapshot', 0, /restore/],
  ['dfx canister call main', 2, /required arguments were not provided:\n {2}<METHOD>/],
  ['dfx canister install', 2, /<CANISTER> or --all/],
  ['dfx canister install main --mode twice', 2, /invalid value 'twice' for '--mode <MODE>'\n {2}\[possible values: install, reinstall, upgrade, auto\]/],
  ['dfx canister install main --fast', 2, /unexpected argument '--fast' found/],
  ['dfx canister install main --mode', 2, /a value is required for '--mode <MODE>'/],
  ['npm install', 127, /^npm is not here\. There is no Node\.js/],
  ['lss', 127, /lss: command not found\nDid you mean ls\?/],
  ['ls', 0, /^args\.did\nlib\/Types\.mo\nmain\.mo$/],
  ['cat main.mo', 0, /^persistent actor \{\}$/],
  ['cat nothing.mo', 1, /No such file or directory/],
  ['dfx canister id main; echo $?', 0, /\n255$/],
];

describe('commands on a page where nothing is deployed', () => {
  it.each(BEFORE)('%s', async (line, code, text) => {
    const page = new FakePage();
    const result = await page.type(line);
    expect(result.text).toMatch(text);
    expect(result.code).toBe(code);
  });
});

const STATUS = /Canister status call result for main\.\nStatus: Running\nControllers: alice-id\n[\s\S]*Freezing threshold: 2_592_000 Seconds[\s\S]*Memory Size: 5_505_024 Bytes/;

const AFTER: readonly (readonly [string, number, RegExp])[] = [
  ['dfx canister id main', 0, new RegExp(`^${MAIN_ID}$`)],
  ['echo "id: $(dfx canister id main)"', 0, new RegExp(`^id: ${MAIN_ID}$`)],
  ['ID=$(dfx canister id main) && dfx canister status $ID', 0, STATUS],
  ['dfx canister status main', 0, STATUS],
  ['icp canister status main', 0, /Canister Name: main\nCanister Status Report:\n {2}Status: Running\n {2}Controllers: alice-id/],
  ['dfx canister status main --identity bob', 255, /Failed to get canister status for 'main'\.\nCaused by: The replica returned a rejection error: reject code CanisterError, reject message Only controllers of canister .*, error code Some\("IC0512"\)/],
  ['dfx canister info main', 0, /^Controllers: alice-id\nModule hash: 0x1111/],
  ['dfx canister logs main', 0, /^\[0\. 2021-05-06T19:17:10\.000000001Z\]: hello$/],
  ["dfx canister call main get '()'", 0, /^\(1 : nat\)$/],
  ['dfx canister call main get --output raw', 0, /^4449$/],
  ['dfx canister call main get --output json', 0, /^"1"$/],
  ['dfx canister call main get --output pp', 0, /^\(1 : nat\)$/],
  ['dfx canister call main get --output idl', 0, /^\(1 : nat\)$/],
  ['dfx canister call main get --output xml', 2, /invalid value 'xml' for '--output <OUTPUT>'\n {2}\[possible values: idl, raw, pp, json\]/],
  ['icp canister call main get \'()\' -o text', 0, /^DI$/],
  ['icp canister call main get \'()\' -o hex', 0, /^4449$/],
  ['icp canister call main get \'()\' --json', 1, /--json is not here\.[\s\S]*dfx canister call --output json/],
  ['dfx canister logs main --follow', 0, /--follow is not here: the terminal does not wait for new lines[\s\S]*region Logs[\s\S]*hello$/],
  ['icp canister logs main --follow', 0, /--follow is not here[\s\S]*hello$/],
  ["dfx canister call main add '(bad)'", 255, /Invalid argument: Candid parser error: Column 2/],
  ['dfx canister call main add (1)', 2, /syntax error near unexpected token `\('\nPut an argument in single quotes/],
  ['icp canister call main', 1, /Choosing a method by asking is not here/],
  ['dfx canister stop main', 0, /^Stopping code for canister main, with canister_id bkyz2/],
  ['dfx canister uninstall-code main', 0, /^Uninstalling code for canister main/],
  ['dfx canister snapshot create main', 255, /Canister main is running and snapshots should not be taken of running canisters\. Run `dfx canister stop` first/],
  ['dfx canister stop main && dfx canister snapshot create main', 0, /Created a new snapshot of canister main\. Snapshot ID: 0000000000000001/],
  ['dfx canister snapshot list main', 0, /^0000000000000001ffffffffff900000010101: 5\.25 MiB, taken at 2021-05-06 19:17:10 UTC$/],
  ['icp canister snapshot restore main 00', 1, /Please stop the canister first with `icp canister stop`/],
  ['icp canister stop main && icp canister snapshot restore main 00', 0, /Restored canister main \(bkyz2.*\) from snapshot 00/],
  ['dfx canister install --all --mode reinstall', 255, /only valid when specifying a single canister/],
  ['dfx canister install main --mode install --skip-pre-upgrade', 255, /can only be used with mode 'upgrade' or 'auto'/],
  ['dfx canister install main', 255, /Failed to install wasm module to canister 'main'\.\nCaused by: Failed during wasm installation call\nCaused by: The replica returned a rejection error: .*IC0514/],
  ['icp canister install main --wasm-memory-persistence keep', 1, /can only be used with `--mode upgrade` \(got `--mode auto`\)/],
  ['dfx canister install --all --mode upgrade', 0, /Upgraded code for canister ledger, .*\nUpgraded code for canister main/],
  ['dfx canister install main --mode upgrade && dfx canister install main --mode upgrade', 0, /Module hash 1{64} is already installed\.$/],
  ['dfx canister update-settings main --freezing-threshold 30d', 0, /^$/],
  ['dfx canister update-settings main --memory-allocation much', 255, /invalid value 'much'/],
];

describe('commands on a page where everything is deployed', () => {
  it.each(AFTER)('%s', async (line, code, text) => {
    const page = await deployed();
    const result = await page.type(line);
    expect(result.text).toMatch(text);
    expect(result.code).toBe(code);
  });

  it('asks before it reinstalls, and takes no for an answer', async () => {
    const page = await deployed();
    const declined = await page.type('dfx canister install main --mode reinstall', 'no');
    expect(declined.text).toMatch(/^WARNING!\nYou are about to reinstall the main canister\nThis will OVERWRITE all the data and code in the canister\.\n\nYOU WILL LOSE ALL DATA IN THE CANISTER\.\n\nDo you want to proceed\? yes\/No/);
    expect(declined.code).toBe(255);
    expect(page.log).toEqual([]);
    const agreed = await page.type('dfx canister install main --mode reinstall', 'yes');
    expect(agreed.text).toContain('Reinstalled code for canister main');
    await page.type('dfx canister install main --mode reinstall --yes');
    expect(page.log).toEqual(['reinstall main', 'reinstall main']);
  });

  it('refuses what the compiler refuses, and lets the page show its card', async () => {
    const page = await deployed();
    page.report = { ...page.report, errors: ['(unknown location): Compatibility error [M0170], no'] };
    const refused = await page.type('dfx deploy main');
    expect(refused.text).toMatch(/Stable interface compatibility check issued an ERROR for canister 'ledger'\.\nUpgrade will either FAIL or LOSE some stable variable data\.\n\n.*\[M0170\]/);
    expect(refused.code).toBe(255);
    expect(page.log).toEqual(['upgrade ledger {}']);
  });

  it('asks where the compiler or callers have a warning, unless told not to', async () => {
    const page = await deployed();
    page.report = { ...page.report, warnings: ['(unknown location): warning [M0169], gone'], breaking: ['get is gone'] };
    const asked = await page.type('dfx canister install main --mode upgrade', 'yes', 'y');
    expect(asked.text).toMatch(/BREAKING change[\s\S]*get is gone[\s\S]*issued a WARNING[\s\S]*Upgraded code/);
    expect((await page.type('dfx canister install main --mode upgrade --yes --upgrade-unchanged')).code).toBe(0);
  });

  it('hands flags of an upgrade and an argument on, the argument for once', async () => {
    const page = await deployed();
    await page.type('dfx canister install main --mode=upgrade --skip-pre-upgrade --wasm-memory-persistence replace --argument \'("Ann")\'');
    expect(page.log).toEqual(['argument main ("Ann")', 'upgrade main {"regardless":true,"skipPreUpgrade":true,"mainMemory":"replace"}', 'argument main none']);
  });

  it('calls as it is told to', async () => {
    const page = await deployed();
    await page.type("dfx canister call main add 7 --identity bob && dfx canister call main get --query && icp canister call main get '()' && dfx canister call main add --argument-file args.did");
    expect(page.log).toEqual(['call main.add(7) as declared as Bob', 'call main.get() query as Alice (you)', 'call main.get() update as Alice (you)', 'call main.add(7) as declared as Alice (you)']);
    page.rejection = { errorCode: 'IC0503', message: 'trapped explicitly: no' };
    const rejected = await page.type('dfx canister call main add 7');
    expect(rejected.text).toBe('Error: Failed update call.\nCaused by: The replica returned a rejection error: reject code CanisterError, reject message trapped explicitly: no, error code Some("IC0503")');
  });

  it('asks before it deletes what runs', async () => {
    const page = await deployed();
    expect((await page.type('dfx canister delete main', 'no')).text).toContain('Canister main has not been stopped. Delete anyway?');
    expect((await page.type('dfx canister delete main --yes')).text).toContain('Deleting canister main, with canister_id bkyz2');
    expect(page.log).toEqual(['status main', 'status main', 'stop main', 'delete main']);
  });

  it('changes settings, and warns who locks themselves out', async () => {
    const page = await deployed();
    await page.type('dfx canister update-settings main --add-controller bob --freezing-threshold 1d --wasm-memory-limit 4KiB --log-visibility public');
    expect(page.log.at(-1)).toBe('settings main {"freezing_threshold":"86400","wasm_memory_limit":"4096","controllers":["alice-id","bob-id"],"log_visibility":"public"}');
    expect((await page.type('dfx canister update-settings main --set-controller bob', 'n')).text).toContain('remove yourself as a controller');
  });
});
