@R08.1.1
Feature: R08.1.1 国家标准时间统一计时
  Every record carries one standard time, stored in UTC, shown in Shanghai's, and says how good it is.

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

  Scenario: 记录用标准时间 a record has the time of the house and its quality
    When "S02" taps at "07:50"
    Then the last record is "duty.clock-in" with:
      | field | value            |
      | at    | 2026-03-02 07:50 |
      | clock | set              |

  Scenario: 未对时不猜时间 a clock that was never set is said to be so
    When the network of "T1" is lost at "07:30"
    And the power of "T1" fails at "07:31"
    And the power of "T1" returns at "07:32"
    And "S02" taps at "07:50"
    Then the last record is "duty.clock-in" with:
      | field | value |
      | clock | unset |
      | at    |       |
