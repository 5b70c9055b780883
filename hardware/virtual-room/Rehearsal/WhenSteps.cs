using System;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The Whens of the step language; the time that one may end in has passed before it comes here.</summary>
internal static class WhenSteps
{
    internal static void Define(StepBook book)
    {
        book.When("\"(.+?)\" taps(?: on \"(.+?)\")?", (script, words, _) => script.Stage.Tap(Terminal(script, words[1]), script.BadgeOf(words[0])));
        book.When("badge \"(.+?)\" taps(?: on \"(.+?)\")?", (script, words, _) => script.Stage.Tap(Terminal(script, words[1]), Script.Uid(words[0])));
        book.When("the time is \"(.+?)\"", (script, words, _) => script.RunTo(words[0]));
        book.When("the network of \"(.+?)\" is (lost|back)", (script, words, _) =>
        {
            script.Stage.BoardOf(words[0]).Network.Up = words[1] is "back";
            script.Stage.RunTo(script.Stage.Now);
        });
        book.When("the power of \"(.+?)\" fails", (script, words, _) => script.Stage.BoardOf(words[0]).PowerOff());
        book.When("the power of \"(.+?)\" returns", (script, words, _) =>
        {
            script.Stage.PowerOn(words[0]);
            script.Stage.RunTo(script.Stage.Now);
        });
        book.When("the clock of \"(.+?)\" jumps by \"([+-]?\\d+) s\"", (script, words, _) =>
        {
            script.Stage.BoardOf(words[0]).Clock.Jump(TimeSpan.FromSeconds(long.Parse(words[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
        });
        book.When("the reader of \"(.+?)\" (fails|recovers)", (script, words, _) => script.Stage.BoardOf(words[0]).Reader.Fails = words[1] is "fails");
        book.When("the bridge stops", (script, _, _) => script.Stage.StopBridge());
        book.When("the bridge starts", (script, _, _) =>
        {
            script.Stage.StartBridge();
            script.Stage.RunTo(script.Stage.Now);
        });
        book.When("\"(.+?)\" releases post \"(.+?)\" with \"(.+?)\"", (script, words, _) => Release(script, words[0], words[1]));
        book.When("the badge \"(.+?)\" is blocked", (script, words, _) =>
        {
            StaffEntry owner = script.Roster.Staff.Find(staff => staff.Badges.Contains(words[0], StringComparer.OrdinalIgnoreCase)) ?? throw new StepFailedException($"nobody has the badge {words[0]}");
            owner.Blocked.Add(words[0]);
            script.Stage.SetRoster(script.Roster);
        });
        book.When("\"(.+?)\" acknowledges the notice \"(.+?)\"", (script, words, _) =>
        {
            ThenSteps.CheckTopic(words[1]);
            script.Known(words[0]);
            if (!script.Bridge.Read((room, _) => room.Notices.All.Any(sent => string.Equals(sent.Notice.Topic, words[1], StringComparison.Ordinal))))
            {
                throw new StepFailedException($"no notice about '{words[1]}' was sent, so nobody can acknowledge it");
            }

            script.Bridge.Acknowledge(words[1], words[0]);
            script.Stage.WakeBridge();
        });
        book.When("record (\\d+) of \"(.+?)\" is altered in the store", (script, words, _) => Alter(script, long.Parse(words[0], CultureInfo.InvariantCulture), words[1]));
        book.When("a backup is made", (script, _, _) => script.Stage.BackUp());
        book.When("the backup is restored", (script, _, _) =>
        {
            script.Stage.Restore();
            script.Stage.RunTo(script.Stage.Now);
        });
    }

    private static string Terminal(Script script, string named) => named.Length > 0 ? named : script.FirstTerminal;

    private static void Release(Script script, string staff, string post)
    {
        HostBridge.BridgeCore bridge = script.Bridge;
        script.Refusal = "";
        if (script.Stage.Terminals.Terminals.All(entry => !string.Equals(entry.Post, post, StringComparison.Ordinal)))
        {
            throw new StepFailedException($"there is no post {post}");
        }

        if (bridge.Read((room, _) => room.Roster.Person(script.Known(staff))?.Role) is not ("supervisor" or "manager"))
        {
            script.Refusal = "not-entitled";
            return;
        }

        TerminalEntry terminal = script.Stage.Terminals.Terminals.First(entry => entry.Handover && string.Equals(entry.Post, post, StringComparison.Ordinal))
            ?? throw new StepFailedException($"post {post} has no handover terminal");
        bridge.Release(terminal.Id, staff);
        script.Stage.RunTo(script.Stage.Now);
    }

    private static void Alter(Script script, long seq, string terminal)
    {
        HostBridge.BridgeCore bridge = script.Bridge;
        LogEntry entry = bridge.Log.ReadRecords(terminal, 0, 100000).Find(candidate => candidate.Seq == seq) ?? throw new StepFailedException($"{terminal} has no record {seq} in the store");

        // One digit of the ticks becomes another one, as a careful forger would leave everything else alone.
        byte[] body = (byte[])entry.Body.Clone();
        int at = body.AsSpan().IndexOf("\"ticks\":"u8) + "\"ticks\":".Length;
        body[at] = body[at] == (byte)'1' ? (byte)'2' : (byte)'1';
        bridge.Log.AlterForRehearsal(terminal, seq, body);
        script.Stage.RunTo(script.Stage.Now.AddSeconds(2));
    }
}
