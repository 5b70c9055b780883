using System;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>
/// Whether records can be stored: the live board, the health of the service and the log go by it. While storing fails a terminal that sends again fails every time, so the same reason is
/// logged once a minute; every change of it, and the end, at once.
/// </summary>
public sealed class StoreHealth(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BeforeTrial = TimeSpan.FromSeconds(10);

    private readonly System.Threading.Lock _gate = new();
    private string _failure = "";
    private long _since;
    private long _last;
    private long _logged;
    private long _failures;

    /// <summary>Why storing failed last; empty: it did not, or works again.</summary>
    public string Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>
    /// Whether storing is to be tried for its own sake: it has failed, and for a while nothing has come that would show whether it works again. A disk with a little room takes
    /// a trial and not a record, so what comes is the better trial.
    /// </summary>
    public bool IsTrialDue
    {
        get
        {
            lock (_gate)
            {
                return _failure.Length > 0 && time.GetElapsedTime(_last) >= BeforeTrial;
            }
        }
    }

    /// <summary>Storing has failed. True: whoever shows it must be told.</summary>
    public bool Failed(string reason)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            bool other = !string.Equals(_failure, reason, StringComparison.Ordinal);
            if (_failure.Length == 0)
            {
                _since = now;
                _failures = 0;
            }

            _failure = reason.Length > 0 ? reason : "?";
            _failures++;
            _last = now;
            if (other || time.GetElapsedTime(_logged, now) >= Again)
            {
                _logged = now;
                log.CommitFailed(_failure);
            }

            return other;
        }
    }

    /// <summary>Something was stored. True: whoever shows it must be told.</summary>
    public bool Worked()
    {
        lock (_gate)
        {
            if (_failure.Length == 0)
            {
                return false;
            }

            _failure = "";
            log.StoringAgain((long)time.GetElapsedTime(_since).TotalSeconds, _failures);
            return true;
        }
    }
}
