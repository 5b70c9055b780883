using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>The file cannot be read as what it should be.</summary>
public sealed class PlanException(string message) : Exception(message);

/// <summary>Reads <c>board.yaml</c> and what is known of the chips.</summary>
public sealed class PlanFile
{
    private readonly YamlNode _root;

    private PlanFile(string name, TerminalPlan plan, YamlNode root)
    {
        Name = name;
        Plan = plan;
        _root = root;
        Chips = ReadChips();
    }

    /// <summary>The name of the file, for messages.</summary>
    public string Name { get; }

    /// <summary>What stands in it.</summary>
    public TerminalPlan Plan { get; }

    /// <summary>The chips by their ids.</summary>
    public IReadOnlyDictionary<string, Chip> Chips { get; }

    /// <summary>Every terminal that can be built: each board with each choice of variants, the reference first.</summary>
    /// <exception cref="PlanException">A board names a chip that is not known.</exception>
    public IEnumerable<Build> Builds()
    {
        foreach (BoardEntry board in Plan.Boards)
        {
            if (!Chips.TryGetValue(board.Chip, out Chip? chip))
            {
                throw new PlanException($"{Name}, line {LineOf("boards", board.Id)}: there is no chip '{board.Chip}'; known are {string.Join(", ", Chips.Keys)}.");
            }

            foreach (Dictionary<string, string> choice in Choices([.. Plan.Variants]))
            {
                yield return new Build(Plan, board, chip, choice);
            }
        }
    }

    /// <summary>The reference terminal of a board.</summary>
    public Build Reference(string board) => Builds().First(build => build.Board.Id == board && build.IsReference);

    /// <summary>Reads a file.</summary>
    /// <exception cref="PlanException">It is no plan; the message names file and line.</exception>
    public static PlanFile Read(string path)
    {
        string name = Path.GetFileName(path);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PlanException($"{path} cannot be read: {exception.Message}");
        }

        try
        {
            TerminalPlan plan = Deserializer().Deserialize<TerminalPlan?>(text) ?? throw new PlanException($"{name}, line 1: there is nothing in it.");
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var file = new PlanFile(name, plan, stream.Documents[0].RootNode);
            return PlanShape.FaultOf(plan) is { } fault ? throw new PlanException($"{name}, line {file.LineOf(fault.Path)}: {string.Join(": ", fault.Path)}: {fault.Reason}.") : file;
        }
        catch (YamlException exception)
        {
            YamlException inner = exception;
            while (inner.InnerException is YamlException deeper)
            {
                // The innermost one knows the place best.
                inner = deeper;
            }

            throw new PlanException($"{name}, line {inner.Start.Line}: {(inner.InnerException?.Message ?? inner.Message).ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>The line of something: keys lead into mappings, ids into lists of mappings.</summary>
    public long LineOf(params IReadOnlyList<string> path)
    {
        YamlNode node = _root;
        long line = node.Start.Line;
        foreach (string key in path)
        {
            YamlNode? next = node switch
            {
                YamlMappingNode mapping => mapping.Children.FirstOrDefault(child => child.Key.ToString() == key).Value,
                YamlSequenceNode list => list.FirstOrDefault(item => item is YamlMappingNode entry && entry.Children.Any(child => child.Key.ToString() == "id" && child.Value.ToString() == key)),
                _ => null,
            };
            if (next == null)
            {
                break;
            }

            node = next;
            line = node.Start.Line;
        }

        return line;
    }

    private static IEnumerable<Dictionary<string, string>> Choices(IReadOnlyList<KeyValuePair<string, List<string>>> variants)
    {
        IEnumerable<Dictionary<string, string>> choices = [new Dictionary<string, string>(StringComparer.Ordinal)];
        foreach ((string variant, List<string> options) in variants)
        {
            choices = choices.SelectMany(choice => options.Select(option => new Dictionary<string, string>(choice, StringComparer.Ordinal) { [variant] = option }));
        }

        return choices;
    }

    private static Dictionary<string, Chip> ReadChips()
    {
        Assembly own = typeof(PlanFile).Assembly;
        var chips = new Dictionary<string, Chip>(StringComparer.Ordinal);
        foreach (string name in own.GetManifestResourceNames().Where(name => name.StartsWith("chips/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(own.GetManifestResourceStream(name)!);
            Chip chip = Deserializer().Deserialize<Chip>(reader);
            chips.Add(chip.Id, chip);
        }

        return chips;
    }

    private static IDeserializer Deserializer() => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();
}
