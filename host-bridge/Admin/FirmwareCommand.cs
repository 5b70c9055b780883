using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Firmware;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The command line's <c>firmware</c>: <c>offer</c>, <c>withdraw</c> and <c>list</c>. The bridge that leads tells the terminals.</summary>
public static class FirmwareCommand
{
    /// <summary>Makes the command; a command line tells which bridge is meant.</summary>
    public static Command Make(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        return new Command("firmware", "Offers new firmware to terminals over the air, and takes it back.") { Offer(options, time), Withdraw(options, time), List(options, time) };
    }

    private static Command Offer(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var name = new Argument<string>("firmware") { Description = "its name, as the firmware itself says it, such as 0.2.0: one build for ever" };
        var files = new Argument<FileInfo[]>("files") { Description = "its .pe files in the order of their loading, the program last; without them: as they were offered before", Arity = ArgumentArity.ZeroOrMore };
        (Option<string[]> to, Option<bool> all) = Whom();
        var offer = new Command("offer", "Keeps a firmware and offers it to terminals, which try it when nobody is there.") { name, files, to, all };
        offer.SetAction(parsed =>
        {
            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), time);
            string firmware = parsed.GetValue(name)!;
            if (!RecordBody.IsId(firmware))
            {
                throw new StartupException($"'{firmware}' is no name of a firmware: 1 to 12 of the characters A-Z a-z 0-9 . _ -");
            }

            IReadOnlyList<TerminalEntry> terminals = Named(store, parsed.GetValue(to), parsed.GetValue(all));
            byte[] image = ImageOf(new FirmwareStore(store.Database), firmware, parsed.GetValue(files)!);
            Write(store, time, terminals, new FirmwareOffer(firmware, image.Length, FirmwareStore.HashOf(image), Caller.ConsoleName));
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{firmware} ({image.Length} bytes) is offered to {string.Join(", ", terminals.Select(terminal => terminal.Id))}. What becomes of it stands in each terminal's health."));
        });
        return offer;
    }

    private static Command Withdraw(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        (Option<string[]> to, Option<bool> all) = Whom();
        var withdraw = new Command("withdraw", "Offers terminals nothing any more; what they run already they go on running.") { to, all };
        withdraw.SetAction(parsed =>
        {
            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), time);
            IReadOnlyList<TerminalEntry> terminals = Named(store, parsed.GetValue(to), parsed.GetValue(all));
            Write(store, time, terminals, FirmwareOffer.None(Caller.ConsoleName));
            parsed.InvocationConfiguration.Output.WriteLine($"Nothing is offered to {string.Join(", ", terminals.Select(terminal => terminal.Id))} any more.");
        });
        return withdraw;
    }

    private static Command List(Func<ParseResult, BridgeOptions> options, TimeProvider time)
    {
        var list = new Command("list", "Lists the firmware that is kept, and what each terminal is offered.");
        list.SetAction(parsed =>
        {
            using BridgeStore store = BridgeStore.OpenBeside(options(parsed), time);
            TextWriter output = parsed.InvocationConfiguration.Output;
            foreach ((string firmware, long size) in new FirmwareStore(store.Database).All())
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{firmware}\t{size} bytes"));
            }

            Dictionary<string, FirmwareOffer> newest = new(StringComparer.Ordinal);
            foreach (LogEntry entry in store.Log.ReadKind(LogKind.Firmware, 0, int.MaxValue).Where(entry => !entry.IsAltered))
            {
                newest[entry.Terminal] = FirmwareOffer.Of(entry);
            }

            foreach (TerminalEntry terminal in store.Terminals.Terminals)
            {
                output.WriteLine($"{terminal.Id}\t{(newest.GetValueOrDefault(terminal.Id) is { IsOffered: true } offer ? offer.Firmware : "nothing is offered")}");
            }
        });
        return list;
    }

    private static (Option<string[]> To, Option<bool> All) Whom()
    {
        var to = new Option<string[]>("--terminal") { Description = "a terminal; repeatable", DefaultValueFactory = _ => [] };
        var all = new Option<bool>("--all") { Description = "every terminal" };
        return (to, all);
    }

    private static IReadOnlyList<TerminalEntry> Named(BridgeStore store, string[]? named, bool all)
    {
        if (all == named is { Length: > 0 })
        {
            throw new StartupException("Name the terminals with --terminal, or say --all.");
        }

        return all
            ? store.Terminals.Terminals
            : [.. named!.Select(id => store.Terminals.Find(id) ?? throw new StartupException($"There is no terminal {id} whose credentials hold: see 'terminal list'."))];
    }

    private static byte[] ImageOf(FirmwareStore images, string firmware, FileInfo[] files)
    {
        if (files.Length == 0)
        {
            return images.Find(firmware) ?? throw new StartupException($"No firmware {firmware} is kept: name its .pe files.");
        }

        byte[] image;
        try
        {
            image = FirmwareImage.Pack([.. files.Select(file => File.ReadAllBytes(file.FullName))]);
        }
        catch (ArgumentException exception)
        {
            throw new StartupException(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The firmware's files cannot be read ({exception.Message}).");
        }

        return images.Keep(firmware, image) ? image : throw new StartupException($"Firmware {firmware} is kept already, with other bytes: a name is one build for ever, so give this build another.");
    }

    private static void Write(BridgeStore store, TimeProvider time, IReadOnlyList<TerminalEntry> terminals, FirmwareOffer offer)
    {
        store.Log.Append([.. terminals.Select(terminal => new LogEntry(0, LogKind.Firmware, terminal.Id, "", 0, offer.ToBody(), time.GetUtcNow()))]);
        foreach (TerminalEntry terminal in terminals)
        {
            AuditLog.Of(store, time).Write(Caller.Console, offer.IsOffered ? AuditActions.FirmwareOffered : AuditActions.FirmwareWithdrawn, terminal.Id, offer.Firmware);
        }
    }
}
