@R05.9
Feature: R05.9 24小时服务
  The whole day is to be covered: an hour for which nobody is rostered is warned of while there is still time to fill it.

  Background:
    Given the policy pack "phone-service"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the time is "2026-03-02 07:30"

  Scenario: 全天有人,不提示 two shifts of twelve hours leave no gap
    Given the rotation "two-12h" from "2026-03-01" with:
      | parameter | value   |
      | start     | 08:00   |
      | leaders   | S01 S02 |
    When the time is "07:45"
    Then no notice about "coverage-gap" is sent

  Scenario: 夜间空班即提示 a roster without the night is warned of
    Given shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02    | S09        |
    When the time is "07:45"
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-02"
    And a notice about "coverage-gap" reaches "S09"

  Scenario: 零点到八点空班也提示 and so is one without the hours after midnight
    Given shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-03 00:00 | S01    | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-04 00:00 | S02    | S09        |
    When the time is "07:45"
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-03"
    And the roster does not warn of "coverage-gap" for "hotline" on "2026-03-02"

  Scenario: 若只服务到二十点 where the service ends at eight in the evening, the same roster has no gap
    Given the policy pack "phone-service" with:
      | parameter | value |
      | coverFrom | 08:00 |
      | coverTo   | 20:00 |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02    | S09        |
    When the time is "07:45"
    Then no notice about "coverage-gap" is sent
