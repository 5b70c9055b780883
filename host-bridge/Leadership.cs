using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge;

/// <summary>What a bridge is to do about the lead.</summary>
public enum LeadTurn
{
    /// <summary>Go on as before.</summary>
    Stay,

    /// <summary>Lead from now on; the one before has led until a moment ago.</summary>
    TakeOver,

    /// <summary>Lead from now on, after a while in which nobody did.</summary>
    Begin,

    /// <summary>Leave the lead to another bridge.</summary>
    Follow,

    /// <summary>End: another bridge has the database, and this one cannot follow, as terminals reach it through its own broker alone.</summary>
    End,
}

/// <summary>What a bridge believes of the lead.</summary>
/// <param name="Leads">Whether it leads.</param>
/// <param name="Until">When its lease ends, should it not be renewed.</param>
/// <param name="NextLook">When it asks for the lease again.</param>
public readonly record struct LeadState(bool Leads, DateTimeOffset Until, DateTimeOffset NextLook)
{
    /// <summary>How often the lease is asked for.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1.5);

    // Whoever takes over from a bridge that was killed does so sooner.
    private static readonly TimeSpan LeaderlessSpan = TimeSpan.FromSeconds(15);

    /// <summary>It was not time to ask. Who was held up for longer than his lease lasts has lost it, whatever he believes.</summary>
    public (LeadState State, LeadTurn Turn) WhenNotAsked(bool mayFollow, DateTimeOffset now)
    {
        return Leads && mayFollow && now >= Until ? (this with { Leads = false }, LeadTurn.Follow) : (this, LeadTurn.Stay);
    }

    /// <summary>The lease was asked for.</summary>
    /// <param name="idle">For how long nobody had it before; null: another bridge has it, or this one could do nothing with it.</param>
    /// <param name="mayFollow">Whether this bridge can go on without the lead.</param>
    /// <param name="now">When it was asked for.</param>
    public (LeadState State, LeadTurn Turn) WhenAnswered(TimeSpan? idle, bool mayFollow, DateTimeOffset now)
    {
        var next = new LeadState(idle != null, idle != null ? now + Lease.Span : DateTimeOffset.MinValue, now + Renewal);
        return (next, (Leads, next.Leads) switch
        {
            (_, false) when !mayFollow => LeadTurn.End,
            (true, false) => LeadTurn.Follow,
            (false, true) => idle > LeaderlessSpan ? LeadTurn.Begin : LeadTurn.TakeOver,
            _ => LeadTurn.Stay,
        });
    }
}

/// <summary>One of several bridges leads, and says so every now and then by a lease in the database that they share.</summary>
public sealed class Leadership(Lease lease, BridgeCore core, IBroker broker, TimeProvider time)
{
    private readonly System.Threading.Lock _gate = new();
    private LeadState _state = new(core.Leads, time.GetUtcNow() + Lease.Span, DateTimeOffset.MinValue);
    private TimeSpan _leaderless;
    private bool _isLeft;

    /// <summary>When the lease is to be asked for again.</summary>
    public DateTimeOffset Next => _state.NextLook;

    /// <summary>With a broker in each of them, two bridges of one database would each tell their own terminals what they alone believe to decide: waits until this one has it alone.</summary>
    /// <exception cref="StartupException">Another bridge goes on using it.</exception>
    public static async Task TakeAloneAsync(Lease lease, TimeProvider time)
    {
        DateTimeOffset end = time.GetUtcNow() + Lease.Span + LeadState.Renewal;
        while (lease.Take() == null)
        {
            // The one before may have been killed a moment ago.
            if (time.GetUtcNow() >= end)
            {
                throw new StartupException("Another bridge uses this database: stop it, or give both the address of an outside broker.");
            }

            await Task.Delay(LeadState.Renewal, time);
        }
    }

    /// <summary>Renews the lease when it is time to, and leads or follows by it.</summary>
    /// <exception cref="LeaseLostException">Another bridge has it, and this one cannot follow.</exception>
    public void Step()
    {
        lock (_gate)
        {
            if (_isLeft)
            {
                return;
            }

            DateTimeOffset now = time.GetUtcNow();
            (LeadState next, LeadTurn turn) = now < _state.NextLook
                ? _state.WhenNotAsked(broker.IsShared, now)
                : _state.WhenAnswered(Take(), broker.IsShared, now);
            switch (turn)
            {
                case LeadTurn.End:
                    core.Follow();
                    throw new LeaseLostException();
                case LeadTurn.Follow:
                    core.Follow();
                    break;
                case LeadTurn.Begin or LeadTurn.TakeOver:
                    // Should this fail, the bridge does not lead yet, and tries again when it asks the next time.
                    core.Lead(turn == LeadTurn.Begin);
                    _leaderless = TimeSpan.Zero;
                    break;
            }

            _state = next;
            broker.SpeakForHouse(next.Leads);
        }
    }

    // For how long nobody had the lease. A bridge that took it and then could not begin has it when it tries again, and begins all the same after the while in which nobody led.
    private TimeSpan? Take()
    {
        TimeSpan? idle = broker.IsConnected ? lease.Take() : null;
        _leaderless = idle == null ? TimeSpan.Zero : idle > _leaderless ? idle.Value : _leaderless;
        return idle == null ? null : _leaderless;
    }

    /// <summary>Gives the lead up for good, so that another bridge need not wait for the lease's end.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (_isLeft)
            {
                return;
            }

            _isLeft = true;
            core.Follow();
            try
            {
                lease.Leave();
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // It ends by itself.
            }
        }
    }
}
