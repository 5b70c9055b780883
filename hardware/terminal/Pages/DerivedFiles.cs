using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>Every file that is made, and nothing else: what is looked at by a test is what is written.</summary>
public static class DerivedFiles
{
    /// <summary>The folder beside <c>board.yaml</c>.</summary>
    public const string Folder = "built";

    /// <summary>What each made page says of itself.</summary>
    public const string Notice = "Made from `board.yaml` by `dotnet run --project hardware/terminal -- make`; not to be changed by hand.";

    /// <summary>The name of the file that says from which bytes each picture was made.</summary>
    public const string PictureList = "pictures.txt";

    /// <summary>The names and texts of all files that are made from a plan.</summary>
    public static IReadOnlyDictionary<string, string> Render(PlanFile file)
    {
        var made = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["wiring.md"] = WiringTable.Render(file),
            ["bill-of-materials.md"] = BillOfMaterials.Render(file),
            ["electrical.md"] = ElectricalPage.Render(file),
            ["variants.md"] = VariantsPage.Render(file),
            ["signals.md"] = SignalsPage.Render(),
            ["staff-sheet.html"] = StaffSheet.Render(),
            ["labels.svg"] = LampLabels.Render(),
        };
        foreach (BoardEntry board in file.Plan.Boards)
        {
            made[$"wiring-{board.Id}.svg"] = WiringDiagram.Render(file.Reference(board.Id));
        }

        Build other = file.Builds().First(build => build.Choice.All(choice => build.Plan.Variants[choice.Key][0] != choice.Value));
        made[$"wiring-{other.Board.Id}-{string.Join('-', other.Choice.Values)}.svg"] = WiringDiagram.Render(other);
        return made;
    }

    /// <summary>The line of the list of pictures for a file that a picture is made of.</summary>
    public static string PictureLine(string name, string text) => $"{Path.ChangeExtension(name, ".png")} of {name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>Whether a picture is made of a file.</summary>
    public static bool HasPicture(string name) => Path.GetExtension(name) is ".svg" or ".html";
}
