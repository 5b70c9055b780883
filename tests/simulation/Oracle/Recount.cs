using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.Simulation.World;
using NodaTime;

namespace DutyKiosk.Simulation.Oracle;

/// <summary>
/// Counts attendance from the records alone, in the order in which the log let them go, and as simply as it can be done: what the bridge's ledger says has to be the same.
/// </summary>
public sealed class Recount
{
    // Behind a gap that has lasted so long the bridge's fold goes on, and what fills it afterwards is proved and shown and changes nothing.
    private static readonly TimeSpan FoldPatience = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Post, string Staff, string Shift), Attended> _all = [];
    private readonly Dictionary<(string Post, string Staff), Attended> _here = [];
    private readonly Dictionary<(string Post, string Staff), (string Shift, DateTimeOffset Since)> _in = [];

    private readonly HashSet<string> _late = new(StringComparer.Ordinal);

    /// <summary>Counts rows of the log.</summary>
    /// <param name="rows">The rows, in their order.</param>
    /// <param name="postOf">The post of a terminal.</param>
    /// <param name="isGivenUp">Whether a number of a terminal never comes.</param>
    public Recount(IEnumerable<StoredRow> rows, Func<string, string> postOf, Func<string, long, bool> isGivenUp)
    {
        var waiting = new Dictionary<string, SortedDictionary<long, (SeenRecord Record, DateTimeOffset At, DateTimeOffset ReceivedAt)>>(StringComparer.Ordinal);
        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (StoredRow row in rows)
        {
            if (!waiting.TryGetValue(row.Terminal, out SortedDictionary<long, (SeenRecord Record, DateTimeOffset At, DateTimeOffset ReceivedAt)>? held))
            {
                held = [];
                waiting.Add(row.Terminal, held);
                next.Add(row.Terminal, 1);
            }

            var record = new SeenRecord(row.Body);
            bool late = held.Count > 0 && row.ReceivedAt - held.Values.Min(waits => waits.ReceivedAt) >= FoldPatience;
            held[row.Seq] = (record, record.At ?? row.ReceivedAt, row.ReceivedAt);
            while (isGivenUp(row.Terminal, next[row.Terminal]) || held.ContainsKey(next[row.Terminal]))
            {
                if (held.Remove(next[row.Terminal], out (SeenRecord Record, DateTimeOffset At, DateTimeOffset ReceivedAt) first))
                {
                    if (late)
                    {
                        _late.UnionWith([first.Record.Text("staff"), first.Record.Text("outgoing"), first.Record.Text("incoming")]);
                    }

                    Take(postOf(row.Terminal), first.Record, first.At);
                }

                next[row.Terminal]++;
            }
        }
    }

    /// <summary>Whether a record that names a person came so late that the bridge's fold had gone on without it: what is counted of him here may be another thing.</summary>
    public bool IsLate(string staff) => _late.Contains(staff);

    /// <summary>Who is in at a post: who has come and not gone, and whose presence has not lapsed, in the order of their ids.</summary>
    public IEnumerable<string> In(RosterModel roster, string post, string holder, DateTimeOffset now)
    {
        TimeSpan lapse = roster.PolicyOf(post).Minutes("lapseMin");
        return _in.Where(here => string.Equals(here.Key.Post, post, StringComparison.Ordinal) && (string.Equals(here.Key.Staff, holder, StringComparison.Ordinal) || now < End(here.Value.Shift, here.Value.Since) + lapse))
            .Select(here => here.Key.Staff).Order(StringComparer.Ordinal);

        DateTimeOffset End(string shift, DateTimeOffset since) => (shift.Length == 0 ? null : roster.Shift(post, shift, since)?.End) ?? since;
    }

    /// <summary>The figures of a person for a month.</summary>
    public MonthlyFigures Of(RosterModel roster, IEnumerable<string> posts, string staff, YearMonth month, DateTimeOffset now)
    {
        (DateTimeOffset from, DateTimeOffset to) = roster.SpanOf(month);
        int came = 0, late = 0, lateMin = 0, early = 0;
        TimeSpan worked = TimeSpan.Zero;
        foreach (string post in posts)
        {
            TimeSpan lead = roster.PolicyOf(post).Minutes("requiredLeadMin");
            foreach (RosterShift shift in roster.Shifts(post, from, to).Where(shift => shift.Start >= from && shift.Start < to))
            {
                if (!_all.TryGetValue((post, staff, shift.Id), out Attended? attended))
                {
                    continue;
                }

                came++;
                if (attended.Arrival is "late" && shift.People.Contains(staff, StringComparer.Ordinal))
                {
                    late++;
                    lateMin += Math.Max(1, attended.ArrivalMin);
                }

                if (attended.Leaving is "early" && attended.Stints[^1].To < shift.End)
                {
                    early++;
                }

                DateTimeOffset latest = attended.RelievedAt > shift.End ? attended.RelievedAt.Value : shift.End;
                foreach ((DateTimeOffset began, DateTimeOffset? ended) in attended.Stints)
                {
                    DateTimeOffset begin = began < shift.Start - lead ? shift.Start - lead : began;
                    DateTimeOffset end = ended ?? now;
                    end = end > latest ? latest : end;
                    worked += end > begin ? end - begin : TimeSpan.Zero;
                }
            }
        }

        return new MonthlyFigures(came, late, lateMin, early, 0, 0, (int)worked.TotalMinutes);
    }

    private void Take(string post, SeenRecord record, DateTimeOffset at)
    {
        string staff = record.Text("staff");
        switch (record.Type)
        {
            case "duty.clock-in":
                Attended came = Come(post, staff, record.Text("shift"), at);
                _in[(post, staff)] = (record.Text("shift"), at);
                if (record.Text("arrival") is not "returned" && came.Stints.Count == 1)
                {
                    came.Arrival = record.Text("arrival");
                    came.ArrivalMin = (int)record.Number("minutes");
                }

                break;
            case "duty.clock-out":
                _in.Remove((post, staff));
                if (Leave(post, staff, at) is { } left)
                {
                    left.Leaving = record.Text("leaving");
                }

                break;
            case "duty.continued":
                TakeOn(post, staff, record.Text("to"), at);
                break;
            case "handover.confirmed":
                string from = record.Text("from"), to = record.Text("to");
                foreach (((string Post, string Staff, string Shift) key, Attended attended) in _all)
                {
                    if (string.Equals(key.Post, post, StringComparison.Ordinal) && string.Equals(key.Shift, from, StringComparison.Ordinal) && attended.Stints is [.., (_, null)]
                        && (!string.Equals(from, to, StringComparison.Ordinal) || string.Equals(key.Staff, record.Text("outgoing"), StringComparison.Ordinal)))
                    {
                        attended.RelievedAt ??= at;
                    }
                }

                TakeOn(post, record.Text("incoming"), to, at);
                break;
        }
    }

    private Attended Come(string post, string staff, string shift, DateTimeOffset at)
    {
        if (!_all.TryGetValue((post, staff, shift), out Attended? attended))
        {
            attended = new Attended(shift);
            _all.Add((post, staff, shift), attended);
        }

        if (attended.Stints is not [.., (_, null)])
        {
            attended.Stints.Add((at, null));
            attended.Leaving = "";
        }

        _here[(post, staff)] = attended;
        return attended;
    }

    private Attended? Leave(string post, string staff, DateTimeOffset at)
    {
        if (!_here.Remove((post, staff), out Attended? attended))
        {
            return null;
        }

        attended.Stints[^1] = (attended.Stints[^1].From, at);
        return attended;
    }

    private void TakeOn(string post, string staff, string shift, DateTimeOffset at)
    {
        _in[(post, staff)] = (shift, _in.TryGetValue((post, staff), out (string Shift, DateTimeOffset Since) known) ? known.Since : at);
        if (_here.TryGetValue((post, staff), out Attended? before))
        {
            if (string.Equals(before.Shift, shift, StringComparison.Ordinal))
            {
                return;
            }

            Leave(post, staff, at);
            before.RelievedAt ??= at;
        }

        Come(post, staff, shift, at);
    }

    private sealed class Attended(string shift)
    {
        internal string Shift { get; } = shift;

        internal List<(DateTimeOffset From, DateTimeOffset? To)> Stints { get; } = [];

        internal string Arrival { get; set; } = "";

        internal int ArrivalMin { get; set; }

        internal string Leaving { get; set; } = "";

        internal DateTimeOffset? RelievedAt { get; set; }
    }
}
