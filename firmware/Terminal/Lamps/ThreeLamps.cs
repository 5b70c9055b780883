using System.Device.Gpio;

namespace DutyKiosk.Terminal.Lamps
{
    /// <summary>The three lamps.</summary>
    public sealed class LampRow
    {
        private readonly GpioPin _green;
        private readonly GpioPin _amber;
        private readonly GpioPin _red;

        /// <summary>Opens the pins.</summary>
        public LampRow(GpioController controller)
        {
            _green = controller.OpenPin(Board.GreenLamp, PinMode.Output);
            _amber = controller.OpenPin(Board.AmberLamp, PinMode.Output);
            _red = controller.OpenPin(Board.RedLamp, PinMode.Output);
        }

        /// <summary>Lights what is true.</summary>
        public void Light(bool green, bool amber, bool red)
        {
            _green.Write(green ? PinValue.High : PinValue.Low);
            _amber.Write(amber ? PinValue.High : PinValue.Low);
            _red.Write(red ? PinValue.High : PinValue.Low);
        }
    }
}
