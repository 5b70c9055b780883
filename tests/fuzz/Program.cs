using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.Fuzz;
using SharpFuzz;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CoverageLoop.Begin();
var name = new Argument<string>("target") { Description = "a target, as list names it" };
var seconds = new Option<int>("--seconds") { Description = "how long", DefaultValueFactory = _ => 60 };
var seed = new Option<int>("--seed") { Description = "decides which inputs are tried", DefaultValueFactory = _ => 1 };
var file = new Argument<FileInfo>("file") { Description = "an input" };

var list = new Command("list", "Every target and what it reads.");
list.SetAction(_ =>
{
    foreach (FuzzTarget target in TargetList.All)
    {
        Console.WriteLine($"{target.Name,-16} {target.Reads}");
    }
});

var seeds = new Command("seeds", "Writes the real messages and files that every target begins with into the corpus.");
seeds.SetAction(_ => Corpus.WriteSeeds());

var replay = new Command("replay", "Gives one input to a target.") { name, file };
replay.SetAction(parsed => WithTarget(parsed.GetValue(name)!, target =>
{
    target.Run(File.ReadAllBytes(parsed.GetValue(file)!.FullName));
    Console.WriteLine("It was read, and every promise holds.");
    return 0;
}));

var instrument = new Command("instrument", "Makes the instrumented copy of this program, and says where it is.");
instrument.SetAction(_ => Console.WriteLine(Instrumented.Make()));

// Under afl-fuzz alone, in the instrumented copy.
var afl = new Command("afl", "Takes its inputs from afl-fuzz.") { name };
afl.SetAction(parsed => WithTarget(parsed.GetValue(name)!, target =>
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        target.Run(input.ToArray());
    });
    return 0;
}));

// In the instrumented copy alone.
var loop = new Command("loop", "Tries inputs in this process.") { name, seconds, seed };
loop.SetAction(parsed => WithTarget(parsed.GetValue(name)!, target =>
{
    var own = new CoverageLoop(target, Corpus.FoundOf(target), TimeProvider.System, parsed.GetValue(seed));
    return own.Run(Corpus.Of(target).Select(input => input.Bytes), TimeSpan.FromSeconds(parsed.GetValue(seconds))) == 0 ? 0 : 1;
}));

var root = new RootCommand("Gives bytes that nobody has thought of to everything that reads bytes from outside, and goes on from those that reach new code.") { name, seconds, seed, list, seeds, replay, instrument, afl, loop };
root.SetAction(parsed => WithTarget(parsed.GetValue(name)!, target =>
{
    var again = new ProcessStartInfo("dotnet", [Instrumented.Make(), "loop", target.Name, "--seconds", $"{parsed.GetValue(seconds)}", "--seed", $"{parsed.GetValue(seed)}"]);
    using Process process = Process.Start(again)!;
    process.WaitForExit();
    return process.ExitCode;
}));
return root.Parse(args).Invoke();

static int WithTarget(string name, Func<FuzzTarget, int> run)
{
    if (TargetList.Find(name) is { } target)
    {
        return run(target);
    }

    Console.Error.WriteLine($"There is no target '{name}': list tells them.");
    return 1;
}
