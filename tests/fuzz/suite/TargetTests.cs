using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace DutyKiosk.Fuzz.Tests;

/// <summary>Every reader of bytes from outside meets with what it has met before, and with some thousand things that it has not.</summary>
public sealed class TargetTests(ITestOutputHelper output)
{
    // The same inputs at every run; another seed, here or from a longer run, tries others.
    private const int Seed = 20260301;

    // How many changed inputs cost about a second; a target with a whole bridge or a whole terminal behind it is slower.
    private static readonly Dictionary<string, int> Inputs = new(StringComparer.Ordinal)
    {
        ["message"] = 400, ["journal"] = 250, ["damage"] = 400, ["roster"] = 150, ["policy"] = 600, ["pack"] = 200, ["shifts-workbook"] = 150, ["calendar"] = 300, ["packet"] = 400, ["receive"] = 100, ["web"] = 150,
    };

    private const int UsualInputs = 3000;

    /// <summary>The names of all targets.</summary>
    public static TheoryData<string> Names => [.. TargetList.All.Select(target => target.Name)];

    /// <summary>What was kept, real messages and inputs that once found a fault, is read as promised.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheCorpusIsReadAsPromised(string name)
    {
        FuzzTarget target = TargetList.Find(name)!;
        IReadOnlyList<(string Name, byte[] Bytes)> corpus = Corpus.Of(target);
        Assert.NotEmpty(corpus);
        foreach ((string file, byte[] bytes) in corpus)
        {
            Assert.True(bytes.Length <= target.MostBytes, $"{file} is longer than the target takes");
            Assert.Null(Record.Exception(() => target.Run(bytes)) is { } exception ? $"{file}: {exception}" : null);
        }
    }

    /// <summary>What was kept is read as promised, too, when it was changed in one of many ways. A failure names the number from which its input is made.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ChangedInputsAreReadAsPromised(string name)
    {
        FuzzTarget target = TargetList.Find(name)!;
        IReadOnlyList<byte[]> pool = [.. Corpus.Of(target).Select(input => input.Bytes)];
        int inputs = Inputs.GetValueOrDefault(name, UsualInputs);
        var numbers = new Random(Seed);
        for (int i = 0; i < inputs; i++)
        {
            int number = numbers.Next();
            var random = new Random(number);
            Run(target, new Mutator(random, pool, target.Words, target.MostBytes).Change(pool[random.Next(pool.Count)]), $"number {number}");
        }

        output.WriteLine($"{inputs} inputs from seed {Seed}");
    }

    /// <summary>Inputs of chance, from none at all on, are read as promised.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void BytesOfChanceAreReadAsPromised(string name)
    {
        FuzzTarget target = TargetList.Find(name)!;
        target.Run([]);
        var random = new Random(Seed);
        for (int i = 0; i < Inputs.GetValueOrDefault(name, UsualInputs) / 10; i++)
        {
            byte[] bytes = new byte[random.Next(Math.Min(200, target.MostBytes))];
            random.NextBytes(bytes);
            Run(target, bytes, $"input {i}");
        }
    }

    private static void Run(FuzzTarget target, byte[] input, string which) => Assert.Null(Record.Exception(() => target.Run(input)) is { } exception ? $"{which}, {Convert.ToHexString(input)}: {exception}" : null);
}
