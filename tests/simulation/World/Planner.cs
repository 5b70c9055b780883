using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.Simulation.World;

/// <summary>
/// Makes the script of a seed: what people do at every change of shift, and what fails meanwhile. Each seed draws which faults it knows at all, as a few of one kind find what a
/// little of everything hides.
/// </summary>
public sealed class Planner
{
    private const long MinuteMs = 60000;
    private const long HourMs = 60 * MinuteMs;
    private const int TerminalCount = 5;

    private readonly House _house;
    private readonly long _endMs;
    private readonly List<Step> _steps = [];
    private Random _random;

    private Planner(House house, int seed, int days)
    {
        _house = house;
        _random = new Random(seed);
        _endMs = days * 24 * HourMs;
    }

    /// <summary>The script of a seed.</summary>
    public static Script Make(int seed, int days)
    {
        var planner = new Planner(new House(seed), seed, days);
        planner.PlanStaff();
        planner.PlanFaults();

        // These have chances of their own, so that they move nothing of what stands above.
        planner._random = new Random(seed ^ 0xADD);
        planner.PlanStandIns();
        planner.PlanBadReturns();
        return new Script(seed, [.. planner._steps.Where(step => step.AtMs >= 0 && step.AtMs < planner._endMs).OrderBy(step => step.AtMs)]);
    }

    private static long At(DateTimeOffset moment) => (long)(moment - House.Begin).TotalMilliseconds;

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private long Between(double fromMinutes, double toMinutes) => (long)((fromMinutes + (_random.NextDouble() * (toMinutes - fromMinutes))) * MinuteMs);

    private void Add(long at, StepKind kind, params int[] args) => _steps.Add(new Step(at, kind, args));

    private void PlanStaff()
    {
        foreach (HousePost post in _house.Posts)
        {
            RosterShift[] shifts = [.. _house.Model.Shifts(post.Id, House.Begin, House.Begin.AddMilliseconds(_endMs + (24 * HourMs))).OrderBy(shift => shift.Start)];
            RosterShift first = shifts.First(shift => shift.End > House.Begin.AddMinutes(30));
            Add(Between(3, 25), StepKind.Tap, post.Terminals[0], _house.PlaceOf(first.Entry.Leader));
            foreach (string crew in first.Entry.Crew)
            {
                Add(Between(3, 25), StepKind.Tap, AnyOf(post), _house.PlaceOf(crew));
            }

            for (int i = Array.IndexOf(shifts, first); i + 1 < shifts.Length; i++)
            {
                Change(post, shifts[i], shifts[i + 1]);
                During(post, shifts[i]);
            }
        }

        Strangers();
    }

    private int AnyOf(HousePost post) => post.Terminals.Count > 1 && Chance(0.35) ? post.Terminals[1] : post.Terminals[0];

    // A change of shift: the next ones come, the two leaders hand over, in several tries where it fails, and those of before go.
    private void Change(HousePost post, RosterShift outgoing, RosterShift incoming)
    {
        long end = At(outgoing.End);
        int terminal = post.Terminals[0];
        int giver = _house.PlaceOf(outgoing.Entry.Leader), taker = _house.PlaceOf(incoming.Entry.Leader);
        if (Chance(0.07))
        {
            // A deputy comes in the leader's place.
            taker = _house.PlaceOf(incoming.Entry.Deputies[0]);
        }

        bool late = Chance(0.15);
        long came = end + (late ? Between(-10, 45) : Between(-40, -12));
        Add(came, StepKind.Tap, AnyOf(post), taker);
        foreach (string crew in incoming.Entry.Crew.Where(_ => Chance(0.92)))
        {
            long at = end + (Chance(0.15) ? Between(-12, 60) : Between(-35, -14));
            int door = AnyOf(post);
            Add(at, StepKind.Tap, door, _house.PlaceOf(crew));
            if (Chance(0.12))
            {
                // Out of habit, or because nothing seemed to happen.
                Add(at + _random.Next(300, 9000), StepKind.Tap, door, _house.PlaceOf(crew));
            }
        }

        if (Chance(0.15))
        {
            Add(end - (17 * MinuteMs) + _random.Next(60000), StepKind.Tap, terminal, giver);
        }

        Hold(post, outgoing, end);
        long attempt = Math.Max(came + MinuteMs, Chance(0.12) ? end - (House.WindowMin * MinuteMs) + _random.Next(950) : end + Between(-9.5, -0.5));
        for (int i = 0; i < 5; i++)
        {
            Attempt(terminal, attempt, giver, taker);
            attempt += Between(1, 9);
        }

        if (Chance(0.06))
        {
            // A supervisor has to come after all; the outgoing one may be gone by then.
            int supervisor = _house.Supervisors[_random.Next(2)];
            bool absent = Chance(0.5);
            Add(end + Between(20, 90), StepKind.Released, terminal, supervisor, taker, absent ? supervisor : giver, _random.Next(1500, 14000));
        }

        Leave(post, giver, end, 0.1);
        foreach (string crew in outgoing.Entry.Crew)
        {
            Leave(post, _house.PlaceOf(crew), end, 0.12);
        }
    }

    private void Attempt(int terminal, long at, int giver, int taker)
    {
        int apart = _random.Next(20) switch
        {
            0 or 1 => House.PairingTimeS * 1000,
            2 => (House.PairingTimeS * 1000) + 1 + _random.Next(900),
            3 => _random.Next(16000, 40000),
            4 or 5 => _random.Next(8000, 15000),
            _ => _random.Next(900, 8000),
        };
        int first = Chance(0.3) ? 1 : 0;
        int supervisor = Chance(0.6) ? _house.Supervisors[_random.Next(2)] : -1;
        bool twice = apart > 8000 && Chance(0.5);
        Add(at, StepKind.Handover, terminal, giver, taker, apart, first, supervisor, twice ? 1 : 0);
        if (Chance(0.05))
        {
            // Somebody else's badge between the two.
            Add(at + (apart / 2), StepKind.Tap, terminal, Chance(0.5) ? _house.Unknown + _random.Next(3) : _random.Next(_house.People.Count));
        }
    }

    private void Hold(HousePost post, RosterShift outgoing, long end)
    {
        if (!Chance(0.22))
        {
            return;
        }

        int place = _house.Posts.ToList().IndexOf(post);
        long open = end + (Chance(0.3) ? Between(-9, 3) : Between(-90, -11));
        Add(open, StepKind.HoldOpen, place, Chance(0.5) ? _house.PlaceOf(outgoing.Entry.Leader) : _house.Supervisors[0]);
        if (Chance(0.7))
        {
            Add(open + Between(5, 240), StepKind.HoldClear, place, _house.Supervisors[1]);
        }
    }

    private void Leave(HousePost post, int person, long end, double forgets)
    {
        if (Chance(forgets))
        {
            return;
        }

        long at = end + (Chance(0.08) ? Between(-100, -20) : Between(0.5, 25));
        Add(at, StepKind.Tap, AnyOf(post), person);
        if (Chance(0.06))
        {
            // Came back for something, and went again.
            Add(at + Between(0.2, 30), StepKind.Tap, AnyOf(post), person);
        }
    }

    // In mid-shift people step away, answer checks, tap for no reason, or come to another post.
    private void During(HousePost post, RosterShift shift)
    {
        long start = At(shift.Start), length = At(shift.End) - start;
        for (int i = _random.Next(4); i > 0; i--)
        {
            long at = start + (long)(length * (0.1 + (0.75 * _random.NextDouble())));
            int person = _house.PlaceOf(Chance(0.5) ? shift.Entry.Leader : shift.Entry.Crew[_random.Next(2)]);
            Add(at, StepKind.Tap, AnyOf(post), person);
            Add(at + Between(2, 40), StepKind.Tap, AnyOf(post), person);
        }

        if (Chance(0.08))
        {
            HousePost other = _house.Posts[_random.Next(3)];
            Add(start + (length / 2), StepKind.Tap, AnyOf(other), _house.PlaceOf(shift.Entry.Crew[0]));
            Add(start + (length / 2) + Between(12, 60), StepKind.Tap, AnyOf(other), _house.PlaceOf(shift.Entry.Crew[0]));
        }

        if (Chance(0.05))
        {
            // An unscheduled handover in mid-shift, within the crew, by a supervisor's leave.
            Add(start + (length / 3), StepKind.Released, post.Terminals[0], _house.Supervisors[_random.Next(2)], _house.PlaceOf(shift.Entry.Leader), _house.PlaceOf(shift.Entry.Crew[0]), _random.Next(1500, 15001));
        }

        if (post.Id is "boiler" && Chance(0.5))
        {
            // The checks are at 11:10 and 02:40, house time.
            foreach (DateTimeOffset check in new[] { new TimeSpan(3, 10, 0), new TimeSpan(18, 40, 0) }.Select(time => new DateTimeOffset(shift.Start.UtcDateTime.Date, TimeSpan.Zero) + time).Where(check => check > shift.Start && check < shift.End))
            {
                Add(At(check) + Between(0.1, 6), StepKind.Tap, post.Terminals[0], _house.PlaceOf(shift.Entry.Leader));
            }
        }
    }

    private void Strangers()
    {
        for (long at = Between(60, 900); at < _endMs; at += Between(300, 1500))
        {
            int terminal = _random.Next(TerminalCount);
            int card = Chance(0.3) ? _house.Blocked : Chance(0.4) ? _house.Telephone + _random.Next(5000) : _house.Unknown + _random.Next(20);
            int count = Chance(0.15) ? 14 : _random.Next(1, 3);
            for (int i = 0; i < count; i++)
            {
                Add(at + (i * _random.Next(400, 4000)), StepKind.Tap, terminal, card + (card > _house.Blocked ? i : 0));
            }
        }
    }

    private void PlanFaults()
    {
        // How often each kind comes, in hours; a seed knows about half of them.
        Every(StepKind.Cut, 14, at => Add(at, StepKind.Cut, _random.Next(TerminalCount), Lasts(0.02, 300)));
        Every(StepKind.Lossy, 12, at => Add(at, StepKind.Lossy, _random.Next(TerminalCount), Lasts(1, 60), _random.Next(5, 60)));
        Every(StepKind.Slow, 20, at => Add(at, StepKind.Slow, _random.Next(TerminalCount), Lasts(5, 120), _random.Next(200, 9000)));
        Every(StepKind.PowerOff, 18, at => Add(at, StepKind.PowerOff, _random.Next(TerminalCount), Lasts(0.05, 40)));
        Every(StepKind.PowerInWrite, 7, at => Add(Near(at), StepKind.PowerInWrite, _random.Next(TerminalCount), Lasts(0.05, 15), _random.Next(5), _random.Next(1001), _random.Next(2)));
        Every(StepKind.FlashRefuses, 12, at => Add(Near(at), StepKind.FlashRefuses, _random.Next(TerminalCount), _random.Next(3), _random.Next(1001), _random.Next(2)));
        Every(StepKind.ClockJump, 30, at => Add(at, StepKind.ClockJump, _random.Next(TerminalCount), Chance(0.4) ? _random.Next(-30, 30) : _random.Next(-40000, 40000)));
        Every(StepKind.NoTime, 25, at => Add(at, StepKind.NoTime, _random.Next(TerminalCount), Lasts(10, 900)));
        Every(StepKind.KillBridge, 8, at => Add(Near(at), StepKind.KillBridge, Lasts(0.05, 45), _random.Next(6), _random.Next(4)));
        Every(StepKind.StoreFails, 16, at => Add(Near(at), StepKind.StoreFails, Lasts(0.2, 25), _random.Next(3), _random.Next(20, 101)));
        Every(StepKind.Command, 40, at => Add(at, StepKind.Command, _random.Next(TerminalCount), _random.Next(4), _house.Supervisors[_random.Next(2)]));
        Every(StepKind.Roster, 60, at => Add(at, StepKind.Roster, _random.Next(1, 4)));
        if (Chance(0.15))
        {
            Every(StepKind.Forge, 12, at => Add(at, StepKind.Forge, _random.Next(TerminalCount), _random.Next(2)));
        }

        if (_house.KeepsAll && Chance(0.12) && _endMs > 24 * HourMs)
        {
            long copied = Between(120, 900);
            Add(copied, StepKind.BackUp);
            Add(copied + Between(60, 600), StepKind.Restore, Lasts(0.5, 20));
        }
    }

    // The next leader does not come, and by a supervisor's leave one of the crew takes the next shift over as soon as the window is open: he is still on the one before.
    private void PlanStandIns()
    {
        foreach (HousePost post in _house.Posts)
        {
            foreach (RosterShift shift in _house.Model.Shifts(post.Id, House.Begin, House.Begin.AddMilliseconds(_endMs)).Where(_ => Chance(0.06)))
            {
                long at = At(shift.End) - Between(House.WindowMin - 0.4, House.WindowMin - 0.1);
                Add(at, StepKind.Released, post.Terminals[0], _house.Supervisors[_random.Next(2)], _house.PlaceOf(shift.Entry.Leader), _house.PlaceOf(shift.Entry.Crew[0]), _random.Next(1500, 12000));
            }
        }
    }

    // A network that was away over a change of shift comes back as a bad one: what has heaped up is sent through it, and arrives in any order.
    private void PlanBadReturns()
    {
        Every(StepKind.Lossy, 24, at =>
        {
            int terminal = _random.Next(TerminalCount), away = Lasts(10, 90);
            long from = Near(at);
            Add(from, StepKind.Cut, terminal, away);
            Add(from + away - 1000, StepKind.Lossy, terminal, Lasts(5, 20), _random.Next(15, 55));
        });
    }

    private int Lasts(double fromMinutes, double toMinutes) => (int)Between(fromMinutes, fromMinutes + ((toMinutes - fromMinutes) * _random.NextDouble() * _random.NextDouble()));

    // What is to hit a write is put near the changes of shifts, as there is little to hit in between.
    private long Near(long at)
    {
        HousePost post = _house.Posts[_random.Next(3)];
        return Chance(0.7) && _house.Model.Covering(post.Id, House.Begin.AddMilliseconds(at)) is { } shift ? At(shift.End) + Between(-30, 12) : at;
    }

    private void Every(StepKind kind, double hours, Action<long> add)
    {
        // Whether a seed knows a kind is drawn whatever the length, so that a longer run of a seed is of the same sort.
        bool known = kind is StepKind.Command or StepKind.Roster or StepKind.Forge || Chance(0.55);
        double pace = hours * (0.4 + (1.2 * _random.NextDouble()));
        for (double at = pace * _random.NextDouble() * 2; known && at * HourMs < _endMs; at += pace * (0.1 + (1.8 * _random.NextDouble())))
        {
            add((long)(at * HourMs));
        }
    }
}
