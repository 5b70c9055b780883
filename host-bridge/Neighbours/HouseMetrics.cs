using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Prometheus;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>
/// Posts and terminals for Prometheus, as they are when somebody asks: what is gone is not there any more, and nothing is kept from one time to the next. Labels are
/// ids of posts and of enrolled terminals, and states, so that no stranger can make more of them.
/// </summary>
public static class HouseMetrics
{
    private static readonly string[] States = ["online", "lost", "never", "revoked"];

    /// <summary>Writes them in Prometheus' text format.</summary>
    /// <param name="house">The house.</param>
    /// <param name="leads">Whether this bridge is the one that leads.</param>
    /// <param name="reachesBroker">Whether it reaches the broker of the terminals.</param>
    /// <param name="stores">Whether it can store.</param>
    /// <param name="into">Where to.</param>
    /// <param name="cancel">Ends it before its time.</param>
    public static Task WriteAsync(HouseView house, bool leads, bool reachesBroker, bool stores, Stream into, CancellationToken cancel)
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        MetricFactory factory = Metrics.WithCustomRegistry(registry);
        Yes("dutykiosk_bridge_leads", "1 while this bridge has the lease of the one that leads; a bridge that is alone always has.", leads);
        Yes("dutykiosk_broker_connected", "1 while this bridge reaches the broker of the terminals; the one in its own process it always does.", reachesBroker);
        Yes("dutykiosk_store_works", "1 while records can be stored.", stores);

        Gauge holder = factory.CreateGauge("dutykiosk_post_holder", "1 while somebody holds the duty.", "post");
        Gauge late = factory.CreateGauge("dutykiosk_post_late_step", "The step of the alarm for a late handover; 0: none is late.", "post");
        Gauge age = factory.CreateGauge("dutykiosk_post_handover_age_seconds", "How long ago the duty was handed over last; absent where it never was.", "post");
        Gauge people = factory.CreateGauge("dutykiosk_post_people_in", "How many people are in.", "post");
        foreach (PostLook post in house.Posts)
        {
            holder.WithLabels(post.Id).Set(post.Holder == null ? 0 : 1);
            late.WithLabels(post.Id).Set(post.LateStep);
            people.WithLabels(post.Id).Set(post.PeopleIn);
            if (post.LastHandover is { } last)
            {
                age.WithLabels(post.Id).Set(Math.Max(0, (house.At - last).TotalSeconds));
            }
        }

        Gauge count = factory.CreateGauge("dutykiosk_terminals", "Terminals by state: online, lost, never seen, revoked.", "state");
        foreach (string state in States)
        {
            count.WithLabels(state).Set(house.Terminals.Count(terminal => string.Equals(terminal.State, state, StringComparison.Ordinal)));
        }

        Gauge online = factory.CreateGauge("dutykiosk_terminal_online", "1 while the terminal is connected.", "terminal", "post");
        Gauge clock = factory.CreateGauge("dutykiosk_terminal_clock_set", "1 while the terminal's clock is set, by its newest record.", "terminal", "post");
        Gauge outbox = factory.CreateGauge("dutykiosk_terminal_outbox_depth", "Records that wait at the terminal to be acknowledged.", "terminal", "post");
        Gauge journal = factory.CreateGauge("dutykiosk_terminal_journal_percent", "How full the terminal's journal is.", "terminal", "post");
        Gauge faults = factory.CreateGauge("dutykiosk_terminal_reader_faults", "How often the badge reader has failed since the terminal was started.", "terminal", "post");
        foreach (TerminalLook terminal in house.Terminals.Where(terminal => terminal.State is not "revoked"))
        {
            online.WithLabels(terminal.Id, terminal.Post).Set(terminal.State is "online" ? 1 : 0);
            clock.WithLabels(terminal.Id, terminal.Post).Set(terminal.Clock is "set" ? 1 : 0);
            Told(outbox, terminal, terminal.Health?.OutboxDepth);
            Told(journal, terminal, terminal.Health?.JournalPercent);
            Told(faults, terminal, terminal.Health?.ReaderFaults);
        }

        return registry.CollectAndExportAsTextAsync(into, cancel);

        void Yes(string name, string help, bool yes) => factory.CreateGauge(name, help).Set(yes ? 1 : 0);

        static void Told(Gauge gauge, TerminalLook terminal, long? value)
        {
            if (value is { } number)
            {
                gauge.WithLabels(terminal.Id, terminal.Post).Set(number);
            }
        }
    }
}
