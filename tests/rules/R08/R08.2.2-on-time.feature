@R08.2.2 @R08.2.3 @R08.1.6
Feature: R08.2.2 正点进行交接;R08.2.3 交接人员在值班日志上签字;R08.1.6 按时;未处理完毕不能离开
  The window opens five minutes before the end; both sign; who has not handed over stays.

  Background:
    Given the policy pack "service-desk"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 提前五分钟以上不交 six minutes before the end is too soon
    When "S01" taps at "07:54"
    Then the tap is refused as "window-closed"
    And "S01" holds the duty

  Scenario: 五分钟内双方签字 inside five minutes both sign
    When "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty
