using System;
using System.CommandLine;
using System.Linq;

namespace DutyKiosk.Simulation;

/// <summary>The command <c>soak</c>.</summary>
public static class SoakCommand
{
    // The bridge remembers its notices and what it has proved of the newest records; a terminal remembers nothing.
    private const int MostGrowthARecordBytes = 512;

    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var days = new Option<int>("--days") { Description = "simulated days", DefaultValueFactory = _ => 30 };
        var seed = new Option<int>("--seed") { Description = "decides everything", DefaultValueFactory = _ => 1 };
        var command = new Command("soak", "One terminal and its bridge over simulated days with random faults: 500 taps a day.") { days, seed };
        command.SetAction(parsed =>
        {
            int wanted = parsed.GetValue(seed);
            Console.WriteLine($"seed {wanted}");
            try
            {
                using var soak = new Soak(wanted);
                SoakResult result = soak.Run(parsed.GetValue(days));
                Console.WriteLine($"{result.Days} days, {result.Taps} taps, {result.Records} records, {result.Starts} starts, heap grew by {result.HeapGrowthBytes / 1024} KB");
                Console.WriteLine("faults: " + string.Join(", ", result.Faults.Select(fault => $"{fault.Value} {fault.Key}")));
                if (result.HeapGrowthBytes > MostGrowthARecordBytes * result.Records)
                {
                    throw new SoakFailedException($"the process holds {result.HeapGrowthBytes} bytes more, which is more than notices and the newest records account for");
                }

                Console.WriteLine("complete: every record once, in order, proved; terminal and bridge agree on the holder");
                return 0;
            }
            catch (SoakFailedException exception)
            {
                Console.Error.WriteLine($"seed {wanted}: {exception.Message}");
                return 1;
            }
        });
        return command;
    }
}
