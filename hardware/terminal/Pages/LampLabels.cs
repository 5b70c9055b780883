using System.Globalization;
using System.Text;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>The labels of the case, in millimetres, to be printed at 100 %.</summary>
public static class LampLabels
{
    // The recess below the lamps, and the way from one lamp to the next (enclosure.scad).
    private const int Width = 54;
    private const int Height = 9;
    private const int Pitch = 17;
    private const int Gap = 4;
    private static readonly (string Name, string Colour)[] Lamps = [("green", "#1a8f3c"), ("amber", "#e8930c"), ("red", "#c8201e")];

    /// <summary>The drawing: the strip under the lamps, and a line for below the mark of the card.</summary>
    public static string Render()
    {
        var page = new StringBuilder();
        int width = Width + (2 * Gap), height = (2 * Height) + (3 * Gap);
        page.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\" font-family=\"{WiringDiagram.Fonts}\" text-anchor=\"middle\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n")
            .Append(Outline(Gap));
        double middle = Gap + (Width / 2.0);
        for (int i = 0; i < Lamps.Length; i++)
        {
            double x = middle + ((i - 1) * Pitch);
            page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x - 6}\" y=\"{Gap + 0.7}\" width=\"12\" height=\"0.9\" fill=\"{Lamps[i].Colour}\"/>\n").Append(Words(Lamps[i].Name, x, Gap));
        }

        return page.Append(Outline((2 * Gap) + Height)).Append(Words("card", middle, (2 * Gap) + Height)).Append("</svg>\n").ToString();
    }

    private static string Outline(int y) => string.Create(
        CultureInfo.InvariantCulture, $"<rect x=\"{Gap}\" y=\"{y}\" width=\"{Width}\" height=\"{Height}\" fill=\"#fff\" stroke=\"#666\" stroke-width=\"0.15\" stroke-dasharray=\"1 0.8\"/>\n");

    private static string Words(string name, double x, int y)
    {
        Bilingual text = SheetWords.All.Labels[name];
        return string.Create(
            CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y + 5}\" font-size=\"3.4\" font-weight=\"700\" fill=\"#111\">{text.Zh}</text>\n<text x=\"{x}\" y=\"{y + 8}\" font-size=\"2.3\" fill=\"#333\">{text.En}</text>\n");
    }
}
