using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge;

/// <summary>How a program around a bridge ends: somebody stops it, or the bridge cannot go on.</summary>
public static class ProgramEnd
{
    /// <summary>The exit code of a start, or a command, that could not be carried out as it was written.</summary>
    public const int Refused = 2;

    /// <summary>
    /// How long Ctrl+C waits for the orderly end before the process is cut off. Terminals are told, what waits is stored and the database is
    /// closed in less; only a disk that hangs takes longer.
    /// </summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private const int Died = 1;
    private const int Interrupted = 130;

    // A registration that nobody holds ends with the next collection.
    private static PosixSignalRegistration[] s_again = [];

    /// <summary>Waits for either; returns the exit code. A bridge that died is told of in one sentence: a page that stands still would look alive.</summary>
    public static async Task<int> WaitAsync(Task completion, TextWriter errors, CancellationToken stop)
    {
        try
        {
            await completion.WaitAsync(stop);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl+C or SIGTERM: an orderly stop follows. Whoever asks once more means at once: nothing that was acknowledged is lost by that.
            s_again = [PosixSignalRegistration.Create(PosixSignal.SIGINT, EndAtOnce), PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndAtOnce)];
            return 0;
        }
        catch (Exception exception)
        {
            await errors.WriteLineAsync($"The bridge cannot go on ({exception.GetType().Name}: {exception.Message}): what it has stored is kept, terminals keep what they have not sent; start it again.");
            return Died;
        }
    }

    private static void EndAtOnce(PosixSignalContext signal) => Environment.Exit(Interrupted);
}
