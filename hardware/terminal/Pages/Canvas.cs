using System.Globalization;
using System.Net;
using System.Text;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>Lines and letters of a drawing.</summary>
internal sealed class Canvas
{
    private readonly StringBuilder _below = new();
    private readonly StringBuilder _above = new();

    internal void Line(double x1, double y1, double x2, double y2, string colour) => Path(string.Create(CultureInfo.InvariantCulture, $"M{x1} {y1}L{x2} {y2}"), colour);

    internal void Path(string path, string colour, double width = 2.4) => _below.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>\n");

    internal void Box(double x, double y, double width, double height, string fill) => _below.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{fill}\" stroke=\"#333\" stroke-width=\"1.4\"/>\n");

    internal void Shape(string path, string fill) => _above.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"{fill}\" stroke=\"#111\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>\n");

    internal void Dot(double x, double y, double radius, string fill) => _above.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"#333\" stroke-width=\"1.2\"/>\n");

    internal void Flag(double x, double y, int side, int width, string colour, string text)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"M{x} {y}l{side * 9} -10h{side * width}v20h{side * -width}z");
        _above.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"{colour}\" stroke=\"#333\" stroke-width=\"1\"/>\n");
        Text(x + (side * (9 + (width / 2.0))), y + 5, text, 13, bold: true, colour: colour is "orange" or "darkorange" ? "#111" : "#fff", anchor: "middle");
    }

    internal void Text(double x, double y, string text, double size, bool bold = false, string colour = "#111", string anchor = "start") =>
        _above.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{(bold ? " font-weight=\"700\"" : "")} fill=\"{colour}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");

    internal string Render(int width, int height) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{WiringDiagram.Fonts}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{_below}{_above}</svg>\n");
}
