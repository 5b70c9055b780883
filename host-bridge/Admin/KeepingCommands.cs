using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Store;
using NodaTime;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The command line's commands about what a bridge keeps: <c>backup</c>, <c>restore</c>, <c>verify</c>, <c>rebuild</c>, <c>export</c>, <c>replay</c> and <c>erase</c>.</summary>
public static class KeepingCommands
{
    private const int Faulty = 1;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerLook = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes the commands; a command line tells which bridge is meant.</summary>
    public static IEnumerable<Command> Make(Func<ParseResult, BridgeOptions> options, TimeProvider time) =>
    [
        MakeBackup(options, time), MakeRestore(options, time), MakeVerify(options, time), MakeRebuild(options, time), MakeExport(options, time), MakeReplay(options, time), MakeErase(options, time),
    ];

    private static Command MakeBackup(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var file = new Argument<string>("file") { Description = "the file to write" };
        var command = new Command("backup", "Writes everything that the bridge keeps, but the master key, into one file; the bridge may run.") { file };
        command.SetAction(parsed => Guarded(() =>
        {
            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), time);
            BackupNote note = Backup.Write(store.Database, store.Master, parsed.GetValue(file)!, time.GetUtcNow());
            try
            {
                Note(store, time, AuditActions.StoreBackedUp, Path.GetFileName(parsed.GetValue(file)!), string.Create(CultureInfo.InvariantCulture, $"up to position {note.Last}"));
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // A database that takes nothing any more is when a backup is wanted most.
                Console.Error.WriteLine($"The backup is written, but the audit log could not be told of it ({exception.Message}): make room on the disk.");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{note.Entries} entries up to position {note.Last} written to {parsed.GetValue(file)}. The master key is not in it: keep {options(parsed).MasterKeyPath} elsewhere."));
            return 0;
        }));
        return command;
    }

    private static Command MakeRestore(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var file = new Argument<string>("file") { Description = "the backup" };
        var force = new Option<bool>("--force") { Description = "replace what is there; it is kept beside" };
        var command = new Command("restore", "Puts a backup back while the bridge is stopped, into SQLite or PostgreSQL, whichever it came from.") { file, force };
        command.SetAction(parsed => Guarded(() =>
        {
            (BackupNote note, IReadOnlyList<string> lines) = Restore.Run(options(parsed), parsed.GetValue(file)!, parsed.GetValue(force), time);
            foreach (string line in lines)
            {
                Console.WriteLine(line);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{note.Entries} entries up to position {note.Last} are back, as they were on {note.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Start the bridge: it asks the terminals for what came after."));
            return 0;
        }));
        return command;
    }

    private static Command MakeVerify(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var command = new Command("verify", "Proves the whole log again, beside a running bridge too; exit code 1 when anything is wrong.");
        command.SetAction(parsed => Guarded(() =>
        {
            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), time);
            var found = Verification.Of(store.Log, store.Terminals, time.GetUtcNow(), position =>
            {
                // It takes as long as a start, so whoever sits before it sees that it goes on.
                if (!Console.IsErrorRedirected)
                {
                    Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\rlooked at up to position {position} "));
                }
            });
            if (!Console.IsErrorRedirected)
            {
                Console.Error.WriteLine();
            }

            foreach (string note in found.Notes)
            {
                Console.WriteLine(note);
            }

            foreach (string fault in found.Faults)
            {
                Console.WriteLine("WRONG " + fault);
            }

            Console.WriteLine(found.Faults.Count == 0 ? "The log is whole." : string.Create(CultureInfo.InvariantCulture, $"{found.Faults.Count} things are wrong."));
            return found.Faults.Count == 0 ? 0 : Faulty;
        }));
        return command;
    }

    private static Command MakeRebuild(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var command = new Command("rebuild", "Has the running bridge fold everything again, from the first entry on. One that is stopped does so at its start.");
        command.SetAction((parsed, cancel) => AskAsync(options(parsed), time, new Errand("", Errand.Rebuild), cancel));
        return command;
    }

    private static Command MakeReplay(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var terminal = new Argument<string>("terminal") { Description = "the terminal" };
        var from = new Option<long>("--from") { Description = "the number of the first record", Required = true };
        var epoch = new Option<string>("--journal") { Description = "the journal, as 'verify' lists them; without it: the newest", DefaultValueFactory = _ => "" };
        from.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long seq) && seq is >= 1 and <= uint.MaxValue))
            {
                result.AddError("--from: records have numbers from 1 on.");
            }
        });
        epoch.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !RecordBody.IsEpoch(result.Tokens[0].Value))
            {
                result.AddError("--journal: a journal has eight digits and letters a to f, as 'verify' lists them.");
            }
        });
        var command = new Command("replay", "Has the running bridge tell a terminal to send its records again, from a number on.") { terminal, from, epoch };
        command.SetAction((parsed, cancel) => AskAsync(options(parsed), time, new Errand("", Errand.Replay, parsed.GetValue(terminal)!, parsed.GetValue(epoch)!, parsed.GetValue(from)), cancel));
        return command;
    }

    private static Command MakeExport(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        Option<string?> from = RosterCommand.Day("--from", "first day, yyyy-MM-dd");
        Option<string?> to = RosterCommand.Day("--to", "last day, yyyy-MM-dd");
        from.Required = true;
        to.Required = true;
        var format = new Option<string>("--format") { Description = "csv: a table; jsonl: a line of JSON for each record", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong([.. RecordExport.Formats]);
        var file = new Option<string?>("--out") { Description = "the file to write; without it: standard output" };
        var command = new Command("export", "Takes the records of some days out, each with its proof. That it was done stands in the log.") { from, to, format, file };
        command.SetAction(parsed => Guarded(() =>
        {
            LocalDate first = RosterCommand.DayOf(parsed.GetValue(from))!.Value;
            LocalDate last = RosterCommand.DayOf(parsed.GetValue(to))!.Value;
            if (last < first)
            {
                throw new StartupException($"The days from {first:uuuu-MM-dd} to {last:uuuu-MM-dd} are none: name the first one first.");
            }

            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), time);
            string? path = parsed.GetValue(file);
            bool csv = parsed.GetValue(format) is "csv";
            Note(store, time, AuditActions.Exported, $"{first:uuuu-MM-dd} to {last:uuuu-MM-dd}", parsed.GetValue(format)!);
            int count = RecordExport.Write(store, first, last, parsed.GetValue(format)!, () => path == null ? Output() : new StreamWriter(path, append: false, new UTF8Encoding(csv)), time.GetUtcNow());
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} records from {first:uuuu-MM-dd} to {last:uuuu-MM-dd} written{(path == null ? "" : " to " + path)}."));
            return 0;
        }));
        return command;
    }

    private static Command MakeErase(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var staff = new Argument<string>("staff") { Description = "the id of the person" };
        var dryRun = new Option<bool>("--dry-run") { Description = "only tell what would be changed" };
        var clear = new Option<bool>("--clear") { Description = "only clear what was erased from free pages of the file" };
        var command = new Command("erase", "Erases a person who is out of the roster from everything that the bridge keeps; every record stays proved. There is no way back.") { staff, dryRun, clear };
        command.SetAction(parsed => Guarded(() =>
        {
            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), time);
            bool dry = parsed.GetValue(dryRun);
            if (!parsed.GetValue(clear))
            {
                (ErasureAct act, IReadOnlyList<string> lines) = Erasure.Run(store, options(parsed).DataFolder, parsed.GetValue(staff)!, dry, time.GetUtcNow());
                if (!dry)
                {
                    Note(store, time, AuditActions.StoreErased, "", string.Create(CultureInfo.InvariantCulture, $"{act.Records} records, {act.Others} other entries"));
                }

                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{act.Records} records and {act.Others} other entries {(dry ? "would be" : "were")} changed."));
                foreach (string line in lines)
                {
                    Console.WriteLine(line);
                }
            }

            if (!dry && Erasure.ClearPages(store.Database) is { Length: > 0 } why)
            {
                Console.WriteLine(why);
            }

            Console.WriteLine("Backups made before hold the person still: make a new one, and destroy the old.");
            return 0;
        }));
        return command;
    }

    private static void Note(BridgeStore store, TimeProvider time, string action, string target, string detail) => AuditLog.Of(store, time).Write(Caller.Console, action, target, detail);

    private static StreamWriter Output() => new(Console.OpenStandardOutput(), new UTF8Encoding(false));

    // The bridge that runs is asked through the database, and looks there once a second.
    private static async Task<int> AskAsync(BridgeOptions options, TimeProvider time, Errand errand, CancellationToken cancel)
    {
        try
        {
            using BridgeStore store = BridgeStore.OpenBeside(options, time);
            var errands = new Errands(store.Database, time);
            bool isReplay = errand.What is Errand.Replay;
            Note(store, time, isReplay ? AuditActions.TerminalCommanded : AuditActions.StoreRebuilt, errand.Terminal, isReplay ? string.Create(CultureInfo.InvariantCulture, $"replay from {errand.Seq}") : "");
            Errand asked = errands.Ask(errand);
            DateTimeOffset end = time.GetUtcNow() + AnswerPatience;
            string? answer = errands.AnswerTo(asked);
            while (answer == null && time.GetUtcNow() < end && !cancel.IsCancellationRequested)
            {
                await Task.Delay(AnswerLook, time, CancellationToken.None);
                answer = errands.AnswerTo(asked);
            }

            if (answer == null && errands.Withdraw(asked))
            {
                await Console.Error.WriteLineAsync("No bridge has taken it up: see that the one of this database runs, and ask again.");
                return Faulty;
            }

            Console.WriteLine(answer ?? errands.AnswerTo(asked));
            return 0;
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ProgramEnd.Refused;
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            await Console.Error.WriteLineAsync($"The database cannot be used ({exception.Message}): see that the disk has room, or that the server runs, and try again.");
            return ProgramEnd.Refused;
        }
    }

    private static int Guarded(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (StartupException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return ProgramEnd.Refused;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{exception.Message} See that the folder is there, has room, and that this user may write to it.");
            return ProgramEnd.Refused;
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            Console.Error.WriteLine($"The database cannot be used ({exception.Message}): see that the disk has room, or that the server runs, and try again.");
            return ProgramEnd.Refused;
        }
    }
}
