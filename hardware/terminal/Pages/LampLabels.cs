using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>The labels beside the lamps and below the place for the card, in millimetres, to be printed at 100 %.</summary>
public static class LampLabels
{
    private const int Width = 70;
    private const int Height = 12;
    private const int Gap = 4;
    private static readonly (string Name, string Colour)[] Rows = [("green", "#1a8f3c"), ("amber", "#e8930c"), ("red", "#c8201e"), ("card", "#111")];

    /// <summary>The drawing.</summary>
    public static string Render()
    {
        var page = new StringBuilder();
        int height = (Rows.Length * (Height + Gap)) + Gap;
        page.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width + (2 * Gap)}mm\" height=\"{height}mm\" viewBox=\"0 0 {Width + (2 * Gap)} {height}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        int y = Gap;
        foreach ((string name, string colour) in Rows)
        {
            Bilingual text = SheetWords.All.Labels[name];
            page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Gap}\" y=\"{y}\" width=\"{Width}\" height=\"{Height}\" rx=\"1.5\" fill=\"#fff\" stroke=\"#666\" stroke-width=\"0.2\" stroke-dasharray=\"1 0.8\"/>\n")
                .Append(CultureInfo.InvariantCulture, $"<rect x=\"{Gap + 1.5}\" y=\"{y + 1.5}\" width=\"3\" height=\"{Height - 3}\" fill=\"{colour}\"/>\n")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Gap + 7}\" y=\"{y + 6.2}\" font-family=\"{WiringDiagram.Fonts}\" font-size=\"5\" font-weight=\"700\" fill=\"#111\">{text.Zh}</text>\n")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Gap + 7}\" y=\"{y + 10.2}\" font-family=\"{WiringDiagram.Fonts}\" font-size=\"3.2\" fill=\"#333\">{text.En}</text>\n");
            y += Height + Gap;
        }

        return page.Append("</svg>\n").ToString();
    }
}
