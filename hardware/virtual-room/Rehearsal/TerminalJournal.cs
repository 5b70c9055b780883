using System;
using System.Collections.Generic;
using System.Text;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Terminal.Signing;
using DutyKiosk.VirtualBoard;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>Reads a terminal's journal from its flash: what it has written is true whether or not anybody has received it.</summary>
public sealed class TerminalJournal(TerminalEntry terminal, BoardFlash flash)
{
    private uint _read;
    private string _epoch = "";

    /// <summary>All records so far, each as its line of JSON.</summary>
    public List<string> Records { get; } = [];

    /// <summary>Reads what was written since the last time and returns it.</summary>
    public IReadOnlyList<string> ReadNew()
    {
        FlashJournal journal = Open(new DutyState());
        if (!string.Equals(journal.Epoch, _epoch, StringComparison.Ordinal))
        {
            _epoch = journal.Epoch;
            _read = 0;
        }

        int before = Records.Count;
        if (journal.NewestSeq > _read)
        {
            var cursor = new JournalCursor(journal, _read + 1);
            var line = new ByteBuffer(RecordJson.MaxBytes);
            for (uint seq = cursor.Next(line); seq != 0; seq = cursor.Next(line))
            {
                Records.Add(Encoding.UTF8.GetString(line.Bytes, 0, line.Length));
                _read = seq;
            }
        }

        return Records.GetRange(before, Records.Count - before);
    }

    /// <summary>The duty as a start of the terminal would recover it.</summary>
    public DutyState State()
    {
        var roster = new RosterTable();
        var state = new DutyState { Roster = roster.Load(new TwoSlots(new FlashReader(flash), "roster")) ? roster : null };
        Open(state);
        return state;
    }

    private FlashJournal Open(DutyState state)
    {
        var journal = new FlashJournal(new FlashReader(flash), FlashJournal.DefaultSegments, terminal.Id, terminal.KeyBytes(), new Hmac());
        journal.Open(0, state);
        return journal;
    }
}
