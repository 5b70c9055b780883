using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>The styles of a document that is printed from a file and so has no other files.</summary>
public static class PaperStyle
{
    /// <summary>The house's styles, and a head for each page.</summary>
    public static string Of(string head) => $"{AssetFiles.Text("theme.css")}{AssetFiles.Text("house.css")}{AssetFiles.Text("archive.css")}@page {{ @top-left {{ content: \"{Escaped(head)}\"; font-size: 9pt; color: #555; }} }}";

    // Every letter by its number, so that no name of a post can be anything but a text.
    private static string Escaped(string text) => string.Concat(text.EnumerateRunes().Select(rune => string.Create(CultureInfo.InvariantCulture, $"\\{rune.Value:x6}")));
}
