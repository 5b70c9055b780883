using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>
/// The command line's <c>terminal</c>: enrols terminals, takes their credentials away, changes the site key. It writes to the store; a bridge that runs sees it
/// within a second.
/// </summary>
public static class TerminalCommand
{
    private const int SecurePort = 8883;
    private const int PlainPort = 1883;

    /// <summary>Makes the command.</summary>
    public static Command Make(Func<ParseResult, BridgeOptions> options)
    {
        return new Command("terminal", "Enrols terminals, and takes their credentials away.") { Enrol(options), List(options), Revoke(options), SiteKey(options) };
    }

    private static Command Enrol(Func<ParseResult, BridgeOptions> options)
    {
        var id = new Argument<string>("terminal") { Description = "the terminal's id, such as T1; one that is enrolled already gets new credentials" };
        var post = new Option<string?>("--post") { Description = "its post; without it: the one that it has" };
        var handover = new Option<bool>("--handover") { Description = "it is the post's handover terminal" };
        var broker = new Option<string>("--broker-host") { Description = "the name under which it reaches the broker, as it stands in the certificate", Required = true };
        var port = new Option<int?>("--broker-port") { Description = "the broker's port; without it: 8883, or 1883 with --plain" };
        var plain = new Option<bool>("--plain") { Description = "plain MQTT, without TLS" };
        var authority = new Option<FileInfo?>("--ca") { Description = "the CA's certificate of an outside broker; without it: the bridge's own" };
        var wifi = new Option<string>("--wifi") { Description = "the name of the Wi-Fi", DefaultValueFactory = _ => "" };
        var wifiPassword = new Option<FileInfo?>("--wifi-password-file") { Description = "a file with the password of the Wi-Fi" };
        var ntp = new Option<string>("--ntp") { Description = "the time server", DefaultValueFactory = _ => "" };
        Option<string> board = Choice("--board", "the board that it is built with", EnrolmentPlace.Boards);
        Option<string> lamps = Choice("--lamps", "three lamps in a row, or one of several colours", EnrolmentPlace.LampChoices);
        Option<string> buzzer = Choice("--buzzer", "a buzzer that plays tunes, or one with a tone of its own", EnrolmentPlace.BuzzerChoices);
        var output = new Option<FileInfo?>("--out") { Description = "the zip to write; without it: TERMINAL.zip" };
        var enrol = new Command("enrol", "Draws a terminal's credentials and writes what nanoff deploys into one zip.")
        {
            id, post, handover, broker, port, plain, authority, wifi, wifiPassword, ntp, board, lamps, buzzer, output,
        };
        enrol.SetAction(async (parsed, cancel) =>
        {
            BridgeOptions given = options(parsed);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            using BridgeStore store = OpenStore(given);
            string terminal = parsed.GetValue(id)!;
            TerminalEntry? known = store.Terminals.Find(terminal);
            var place = new EnrolmentPlace
            {
                Broker = parsed.GetValue(broker)!,
                Port = parsed.GetValue(port) ?? (parsed.GetValue(plain) ? PlainPort : SecurePort),
                Authority = parsed.GetValue(plain) ? "" : AuthorityOf(parsed.GetValue(authority), given, now),
                Wifi = parsed.GetValue(wifi)!,
                WifiPassword = parsed.GetValue(wifiPassword) is { } secret ? Read(secret, "the Wi-Fi's password").Trim() : "",
                TimeServer = parsed.GetValue(ntp)!,
                Board = parsed.GetValue(board)!,
                Lamps = parsed.GetValue(lamps)!,
                Buzzer = parsed.GetValue(buzzer)!,
            };
            string at = parsed.GetValue(post) ?? known?.Post ?? throw new StartupException($"{terminal} has no post yet: name one with --post.");
            if (place.Fault() is { Length: > 0 } fault)
            {
                throw new StartupException($"The terminal was not enrolled: {fault}.");
            }

            FileInfo file = parsed.GetValue(output) ?? new FileInfo(terminal + ".zip");
            if (file.Exists)
            {
                throw new StartupException($"{file.FullName} is there already: name another file with --out.");
            }

            TerminalCredentials credentials = await EnrolAsync(store, given, terminal, at, parsed.GetValue(handover) || known?.Handover == true, now, cancel);
            Note(store, AuditActions.TerminalEnrolled, terminal, at);
            WritePrivately(file.FullName, EnrolmentKit.Zip(credentials, place, now));
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{terminal} is enrolled for {at}; what nanoff deploys is in {file.FullName}. It is the only copy of its password: destroy it when the terminal is deployed.");
            return 0;
        });
        return enrol;
    }

    private static Option<string> Choice(string name, string description, IReadOnlyList<string> choices)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => choices[0] };
        return option.AcceptOnlyFromAmong([.. choices]);
    }

    private static Command List(Func<ParseResult, BridgeOptions> options)
    {
        var list = new Command("list", "Lists the terminals.");
        list.SetAction(parsed =>
        {
            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), TimeProvider.System);
            TextWriter output = parsed.InvocationConfiguration.Output;
            foreach (TerminalEntry terminal in store.Terminals.Terminals)
            {
                output.WriteLine($"{terminal.Id}\t{terminal.Post}\t{(terminal.Handover ? "handover" : "clock")}\t{(terminal.PasswordHash.Length > 0 ? "password" : "no password: loopback alone")}{(UsesOlderSiteKey(store, terminal) ? "\tolder site key" : "")}");
            }

            foreach (string revoked in store.Terminals.Revoked)
            {
                output.WriteLine($"{revoked}\trevoked");
            }
        });
        return list;
    }

    private static Command Revoke(Func<ParseResult, BridgeOptions> options)
    {
        var id = new Argument<string>("terminal") { Description = "the terminal's id" };
        var revoke = new Command("revoke", "Takes a terminal's credentials away, at once.") { id };
        revoke.SetAction(async (parsed, cancel) =>
        {
            BridgeOptions given = options(parsed);
            using BridgeStore store = OpenStore(given);
            string terminal = parsed.GetValue(id)!;
            if (store.Terminals.Find(terminal) == null)
            {
                throw new StartupException($"There is no terminal {terminal} whose credentials hold: see 'terminal list'.");
            }

            store.Append(TimeProvider.System.GetUtcNow(), Enrolment.Revoke(terminal, Caller.ConsoleName));
            Note(store, AuditActions.TerminalRevoked, terminal);
            if (DynamicSecurity.Of(given) is { } security)
            {
                try
                {
                    await security.RevokeAsync(terminal, cancel);
                }
                catch (InvalidOperationException exception)
                {
                    throw new StartupException($"{exception.Message} ({terminal} is revoked at the bridge; the bridges go on trying at the broker.)");
                }
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{terminal} is revoked: nothing that it sends counts any more. If it was stolen, change the site key, too: 'terminal site-key', then enrol every other terminal again.");
            return 0;
        });
        return revoke;
    }

    private static Command SiteKey(Func<ParseResult, BridgeOptions> options)
    {
        var siteKey = new Command("site-key", "Draws a new site key; each terminal goes on with the older one until it is enrolled again.");
        siteKey.SetAction(parsed =>
        {
            using BridgeStore store = OpenStore(options(parsed));
            store.Append(TimeProvider.System.GetUtcNow(), store.Enrolment.NewSiteKey(Caller.ConsoleName));
            Note(store, AuditActions.SiteKeyDrawn, "");
            parsed.InvocationConfiguration.Output.WriteLine("There is a new site key. Enrol each terminal again ('terminal enrol'); 'terminal list' shows which still have an older one.");
        });
        return siteKey;
    }

    private static void Note(BridgeStore store, string action, string target, string detail = "") => AuditLog.Of(store, TimeProvider.System).Write(Caller.Console, action, target, detail);

    private static async Task<TerminalCredentials> EnrolAsync(BridgeStore store, BridgeOptions options, string terminal, string post, bool handover, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            return await new CredentialDesk(store.Enrolment, DynamicSecurity.Of(options), act => store.Append(now, act)).EnrolAsync(terminal, post, handover, Caller.ConsoleName, cancel);
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException($"{exception.Message} (Nothing was changed.)");
        }
        catch (ArgumentException exception)
        {
            throw new StartupException(exception.Message);
        }
    }

    // The console writes beside a bridge that may run: both go by the database's own locks.
    private static BridgeStore OpenStore(BridgeOptions options)
    {
        return options.Database.Length > 0 || File.Exists(SqliteDatabase.PathIn(options.DataFolder))
            ? BridgeStore.Open(options, TimeProvider.System)
            : throw new StartupException($"There is no bridge's database in {options.DataFolder}: start the bridge once, or name its data folder with --data.");
    }

    private static bool UsesOlderSiteKey(BridgeStore store, TerminalEntry terminal) => terminal.SiteKey.Length > 0 && !string.Equals(terminal.SiteKey, store.Terminals.SiteKey, StringComparison.Ordinal);

    private static string AuthorityOf(FileInfo? given, BridgeOptions options, DateTimeOffset now)
    {
        if (given != null)
        {
            return Read(given, "the CA's certificate");
        }

        using CertificateAuthority authority = CertificateAuthority.Open(options.DataFolder, now, mayMake: false);
        return File.ReadAllText(authority.CertificatePath);
    }

    private static string Read(FileInfo file, string what)
    {
        const int MostBytes = 16384;
        try
        {
            return file.Length <= MostBytes ? File.ReadAllText(file.FullName) : throw new StartupException($"{file.FullName} is too long for {what}: at most {MostBytes} bytes.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file.FullName} cannot be read for {what} ({exception.Message}).");
        }
    }

    private static void WritePrivately(string path, byte[] bytes)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be written ({exception.Message}): the credentials that were drawn are lost; enrol the terminal again with another --out.");
        }
    }
}
